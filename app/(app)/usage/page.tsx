import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { PageTitle, Section } from "@/components/ui/section";
import { ClassLimits } from "@/components/usage/class-limits";
import { DayColumns } from "@/components/usage/day-columns";
import { ReceiptsSection } from "@/components/usage/receipts-section";
import { StatementTable } from "@/components/usage/statement-table";
import { UsageAnswers } from "@/components/usage/usage-answers";
import { ORIGIN_WORDS } from "@/components/usage/usage-words";
import { UseTable } from "@/components/usage/use-table";
import { ZONE_COOKIE } from "@/lib/identity/schema";
import { ZoneKeeper } from "@/components/usage/zone-keeper";
import { PLANS } from "@/lib/billing/plans";
import { visitorLocale } from "@/lib/http/locale";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { signedInVisitor } from "@/lib/http/visitor";
import { visitorZone } from "@/lib/http/zone";
import { now } from "@/lib/platform/clock";
import { dayAfter, dayIn, daysFrom } from "@/lib/platform/zones";
import { modelName } from "@/lib/usage/catalogue";
import { usageByDay } from "@/lib/usage/days";
import { sumsBy, totalOf, usageOverview } from "@/lib/usage/overview";
import { receiptChoices, receiptPage } from "@/lib/usage/receipts";
import { type CycleUse, ReceiptFilter } from "@/lib/usage/schema";
import { statementsOf } from "@/lib/usage/statements";

export const metadata: Metadata = { title: "Usage" };

const DAYS = 30;

/** `?model=…&origin=…&key=…&from=…&to=…` chooses receipts, `?after=…` those before one. What can not be read counts as absent. */
export default async function UsagePage({ searchParams }: { searchParams: SearchParams }) {
  const viewer = await signedInVisitor("/usage");
  const [locale, zone, filter, after] = await Promise.all([
    visitorLocale(),
    visitorZone(),
    filterOf(searchParams),
    queryValue(searchParams, "after"),
  ]);
  const last = dayIn(now(), zone);
  const first = dayAfter(last, 1 - DAYS);
  // First, because it opens the cycle that the statements begin with.
  const overview = await usageOverview(viewer.id);
  const [byDay, page, choices, statements] = await Promise.all([
    usageByDay(viewer.id, { first, last, zone }),
    receiptPage(viewer.id, { filter, zone, after }),
    receiptChoices(viewer.id),
    statementsOf(viewer.id),
  ]);
  const modelNames = Object.fromEntries(choices.models.map((id) => [id, modelName(id)]));
  const where = { locale, zone };
  return (
    <Page width="wide">
      <ZoneKeeper cookie={ZONE_COOKIE} drawnFor={zone} />
      <PageTitle title="Usage" action={<ButtonLink href="/billing#credits">Buy credits</ButtonLink>}>
        Days and times are those of {zone.replaceAll("_", " ")}.
      </PageTitle>
      <UsageAnswers allowance={overview.allowance} credits={overview.credits} {...where} />
      <ClassLimits
        classTokens={overview.classTokens}
        whenSpent={PLANS[overview.allowance.plan].grants.whenSpent}
        locale={locale}
      />
      <DayColumns uses={byDay} days={daysFrom(first, last)} modelNames={modelNames} locale={locale} />
      <PeriodUse uses={overview.uses} locale={locale} />
      <ReceiptsSection
        page={page}
        filter={filter}
        choices={{ models: choices.models.map((id) => ({ id, name: modelName(id) })), keys: choices.keys }}
        isFirstPage={after === undefined}
        modelNames={modelNames}
        {...where}
      />
      <StatementTable statements={statements} {...where} />
    </Page>
  );
}

/** Of the allowance and of credits, since the period began. */
function PeriodUse({ uses, locale }: { uses: readonly CycleUse[]; locale: string }) {
  if (uses.length === 0) return null;
  const total = totalOf(uses);
  return (
    <Section title="This period" description="Of the allowance and of credits together.">
      <UseTable
        head="What for"
        label="Use of this period, by what it was for"
        rows={sumsBy(uses, ({ origin }) => ORIGIN_WORDS[origin])}
        total={total}
        locale={locale}
      />
      <UseTable
        head="Model"
        label="Use of this period, by model"
        rows={sumsBy(uses, ({ model }) => modelName(model))}
        total={total}
        locale={locale}
      />
    </Section>
  );
}

async function filterOf(params: SearchParams): Promise<ReceiptFilter> {
  const { model, origin, key, from, to } = ReceiptFilter.shape;
  const value = (name: keyof ReceiptFilter) => queryValue(params, name);
  return {
    model: model.safeParse(await value("model")).data,
    origin: origin.safeParse(await value("origin")).data,
    key: key.safeParse(await value("key")).data,
    from: from.safeParse(await value("from")).data,
    to: to.safeParse(await value("to")).data,
  };
}
