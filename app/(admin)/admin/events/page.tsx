import type { Metadata } from "next";
import { checkNow, replayFailed } from "@/app/(admin)/admin/events/actions";
import { EventCopy } from "@/components/admin/event-copy";
import { EventLog } from "@/components/admin/event-log";
import { EventWebhooks } from "@/components/admin/event-webhooks";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { EventState } from "@/lib/insights/schema";
import { visitorLocale } from "@/lib/http/locale";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { adminVisitor } from "@/lib/http/visitor";
import { eventLog, webhookHealth } from "@/lib/insights/webhooks";

export const metadata: Metadata = { title: "Events · Admin" };

/** `?state=dead` shows the events of a state, `?after=evt_…` those that came in before one. */
export default async function EventsPage({ searchParams }: { searchParams: SearchParams }) {
  await adminVisitor();
  const state = EventState.safeParse(await queryValue(searchParams, "state")).data;
  const afterId = await queryValue(searchParams, "after");
  const [locale, health, page] = await Promise.all([visitorLocale(), webhookHealth(), eventLog({ state, afterId })]);
  const { copy, runs, findings } = health;
  return (
    <Page width="wide">
      <PageTitle title="Events">What Stripe told us, what became of it, and whether our copy is equal to it.</PageTitle>
      <EventCopy copy={copy} runs={runs} findings={findings} locale={locale} checkNow={checkNow} />
      <EventWebhooks health={health} replayFailed={replayFailed} />
      <EventLog page={page} state={state} locale={locale} />
    </Page>
  );
}
