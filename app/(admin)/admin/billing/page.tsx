import type { Metadata } from "next";
import Link from "next/link";
import { CurrencyLinks } from "@/components/admin/currency-links";
import { DuplicateNotice } from "@/components/admin/duplicate-notice";
import { EventTable } from "@/components/admin/event-table";
import { ExportLinks } from "@/components/admin/export-links";
import { FigureTable, PlanRevenue } from "@/components/admin/figure-table";
import { MonthColumns } from "@/components/admin/month-columns";
import { MovementWaterfall } from "@/components/admin/movement-waterfall";
import { PaymentTable } from "@/components/admin/payment-table";
import { RevenueTable } from "@/components/admin/revenue-table";
import { StatementFigures } from "@/components/admin/statement-figures";
import { eventHealth, type StateWord } from "@/components/admin/statement-words";
import { SubscriptionTable } from "@/components/admin/subscription-table";
import { Badge } from "@/components/ui/badge";
import { minuteText } from "@/components/ui/moments";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { visitorLocale } from "@/lib/http/locale";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { adminVisitor } from "@/lib/http/visitor";
import { adminBilling } from "@/lib/insights/billing";
import { movements } from "@/lib/insights/movements";
import type { EventChoice } from "@/lib/insights/schema";
import { eventsToLookAt, openEvents, recurringLines } from "@/lib/insights/statement";

export const metadata: Metadata = { title: "Billing · Admin" };

/** The rest has a page of its own. */
const EVENTS_SHOWN = 8;

/** `?currency=eur` shows the revenue in another currency, `?events=open` and `?events=dead` the events that need somebody. */
export default async function AdminBillingPage({ searchParams }: { searchParams: SearchParams }) {
  await adminVisitor();
  const [locale, choice, wanted] = await Promise.all([
    visitorLocale(),
    choiceOf(searchParams),
    queryValue(searchParams, "currency"),
  ]);
  const { currency, currencies, months, figures } = await movements(wanted ? { currency: wanted } : {});
  const [billing, lines, open, chosenEvents] = await Promise.all([
    adminBilling({ currency }),
    recurringLines({ currency }),
    openEvents(),
    choice === "newest" ? undefined : eventsToLookAt(choice),
  ]);
  const current = months.findLast(({ startMinor, joined }) => startMinor + joined > 0);
  const health = eventHealth(open, billing.deadEvents, billing.asOf);
  return (
    <Page width="wide">
      <PageTitle title="Billing" action={<Health {...health} deadOnly={open.count === 0} />}>
        As of {minuteText(billing.asOf, locale)} UTC, from our copy of what Stripe holds.
      </PageTitle>
      <div className="mb-8">
        <ExportLinks tables={["payments", "movements"]} />
      </div>
      <DuplicateNotice duplicates={billing.duplicates} locale={locale} />
      <CurrencyLinks currencies={currencies} shown={currency} />
      <StatementFigures billing={billing} locale={locale} />
      <MonthColumns months={months} currency={currency} locale={locale} />
      {current ? <MovementWaterfall month={current} currency={currency} locale={locale} /> : null}
      <FigureTable figures={figures} locale={locale} />
      <PlanRevenue figures={figures} locale={locale} />
      <RevenueTable lines={lines} mrr={billing.mrr} trialMrr={billing.trialMrr} locale={locale} />
      <SubscriptionTable subscriptions={billing.subscriptions} />
      <PaymentTable payments={billing.payments} locale={locale} />
      <div id="events" />
      <EventTable
        events={chosenEvents ?? billing.events.slice(0, EVENTS_SHOWN)}
        choice={choice}
        counts={{ open: open.count, dead: billing.deadEvents }}
        locale={locale}
      />
    </Page>
  );
}

async function choiceOf(searchParams: SearchParams): Promise<EventChoice> {
  const wanted = await queryValue(searchParams, "events");
  return wanted === "open" || wanted === "dead" ? wanted : "newest";
}

/** Leads to the events that it speaks of. */
function Health({ tone, text, deadOnly }: StateWord & { deadOnly: boolean }) {
  const badge = <Badge tone={tone}>{text}</Badge>;
  if (tone === "good") return badge;
  return <Link href={`/admin/billing?events=${deadOnly ? "dead" : "open"}#events`}>{badge}</Link>;
}
