import "server-only";
import { readEvent } from "@/lib/adapters/payments/delivery";
import { recordAudit } from "@/lib/audit/record";
import { enqueueIdentify } from "@/lib/billing/identify-job";
import { whyIgnored } from "@/lib/billing/inbox";
import { findEvent, findUnapplied, markReceived } from "@/lib/billing/queries/replay";
import { enqueueSync } from "@/lib/billing/sync-job";
import { db, type Tx } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow, wallTime } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** So many at a time; who has more presses again. */
const AT_ONCE = 500;
const EVENT_ID = /^evt_\w{1,250}$/u;

type Replayed = { id: string; customerId: string | null };

/**
 * Lets an event be worked off once more, as if it had just come in. Its customer is synced, so that doing it to one
 * that was applied is harmless too.
 * @throws AppError `not_found`; `invalid_input` for one that nothing depends on.
 */
export async function replayEvent(admin: Viewer, id: string, now: Clock = clockNow): Promise<void> {
  const event = EVENT_ID.test(id) ? await findEvent(id) : null;
  if (event === null) throw new AppError("not_found");
  const why = whyIgnored(readEvent(event.payload));
  if (why !== null) throw new AppError("invalid_input", why);
  await db.$transaction(async (tx) => {
    await recordAudit(tx, { actorId: admin.id, action: "stripe_event.replayed", subject: id }, now);
    await sendAgain(tx, [event], now);
  });
}

/** The same for all that failed or were given up, the oldest first. Returns how many it was. */
export function replayUnapplied(admin: Viewer, now: Clock = clockNow): Promise<number> {
  return db.$transaction(async (tx) => {
    const events = await findUnapplied(tx, AT_ONCE);
    if (events.length === 0) return 0;
    const detail = { count: events.length };
    await recordAudit(tx, { actorId: admin.id, action: "stripe_events.replayed", detail }, now);
    await sendAgain(tx, events, now);
    return events.length;
  });
}

async function sendAgain(tx: Tx, events: readonly Replayed[], now: Clock): Promise<void> {
  await markReceived(
    tx,
    events.map(({ id }) => id),
    wallTime(now),
  );
  const customers = new Set(events.flatMap(({ customerId }) => customerId ?? []));
  for (const customerId of customers) await enqueueSync(tx, customerId);
  for (const { id, customerId } of events) if (customerId === null) await enqueueIdentify(tx, id);
}
