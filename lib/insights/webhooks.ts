import "server-only";
import { reconcileHealth, reconcileHistory } from "@/lib/billing/reconcile/health";
import type { AdminEvent, EventState } from "@/lib/billing/schema";
import { countInState, countReceived, findLog, findWholeEvent } from "@/lib/insights/queries/webhooks";
import { measureOpenEvents } from "@/lib/insights/queries/statement";
import { redacted } from "@/lib/insights/redaction";
import type { EventPage, WebhookHealth, WholeEvent } from "@/lib/insights/schema";
import { type Clock, DAY_MS, HOUR_MS, now as clockNow, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** As long as Stripe itself remembers an event. */
const SHOWN_DAYS = 30;
const PAGE = 50;
const EVENT_ID = /^evt_\w{1,250}$/u;

/** How Stripe's news arrive, and how equal our copy is. */
export async function webhookHealth(now: Clock = clockNow): Promise<WebhookHealth> {
  const asOf = now();
  const since = plusMs(asOf, -SHOWN_DAYS * DAY_MS);
  const [lastHour, open, failed, dead, copy, history] = await Promise.all([
    countReceived(plusMs(asOf, -HOUR_MS)),
    measureOpenEvents(),
    countInState("failed", since),
    countInState("dead", since),
    reconcileHealth(now),
    reconcileHistory(),
  ]);
  return { asOf, lastHour, open, failed, dead, copy, ...history };
}

/** The events of the last 30 days, the newest first, a page after another. */
export async function eventLog(
  { state, afterId }: { state?: EventState | undefined; afterId?: string | undefined },
  now: Clock = clockNow,
): Promise<EventPage> {
  const since = plusMs(now(), -SHOWN_DAYS * DAY_MS);
  const known = afterId !== undefined && EVENT_ID.test(afterId) ? afterId : undefined;
  const rows = await findLog({ state, since, afterId: known, take: PAGE + 1 });
  const events = rows.slice(0, PAGE).map(viewOf);
  return { events, nextId: rows.length > PAGE ? (events.at(-1)?.id ?? null) : null };
}

/**
 * One event with what was in it, as far as an operator needs to see it.
 * @throws AppError `not_found`
 */
export async function wholeEvent(id: string): Promise<WholeEvent> {
  const row = EVENT_ID.test(id) ? await findWholeEvent(id) : null;
  if (row === null) throw new AppError("not_found");
  return { ...viewOf(row), payload: JSON.stringify(redacted(row.payload), null, 2) };
}

type Row = Awaited<ReturnType<typeof findLog>>[number];

function viewOf({ id, type, status, attempts, reason, warning, customerId, ...at }: Row): AdminEvent {
  const { stripeCreatedAt: createdAt, receivedAt, appliedAt } = at;
  return { id, type, state: status, attempts, reason, warning, customerId, createdAt, receivedAt, appliedAt };
}
