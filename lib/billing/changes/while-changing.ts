import "server-only";
import { type Held, readHeld } from "@/lib/billing/changes/held";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import { findCustomerId } from "@/lib/billing/queries/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { recordAudit } from "@/lib/audit/record";
import { db, type Tx } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import type { Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

/** Each is some calls to Stripe. */
const CHANGES = { capacity: 30, refillPerMinute: 10 };

export function requireChangeToken(viewer: Viewer): Promise<void> {
  return requireToken(`billing:change:${viewer.id}`, CHANGES);
}

/** What a change has at hand: what the person has, and a way to put on record what was done. */
export type Change = { held: Held; record: (action: string, detail?: AuditDetail) => Promise<void> };
type AuditDetail = Readonly<Record<string, string | number | null>>;

/**
 * Makes a change of a person's subscription while nobody else does, in any process; what they have is read at Stripe
 * behind the lock, so the second of two presses finds what the first did. Our rows are made equal before it answers,
 * also when it was refused: then the page was out of date.
 */
export async function whileChanging<T>(viewer: Viewer, work: (change: Change) => Promise<T>, now: Clock): Promise<T> {
  await requireChangeToken(viewer);
  try {
    return await whileCheckingOut(viewer.id, async (tx) => {
      const held = await readHeld(tx, viewer);
      return work({ held, record: recorder(tx, { viewer, held, now }) });
    });
  } finally {
    await syncQuietly(viewer, now);
  }
}

function recorder(tx: Tx, { viewer, held, now }: { viewer: Viewer; held: Held; now: Clock }): Change["record"] {
  const { plan, interval, subscription } = held;
  const was = { plan, interval };
  return (action, detail = {}) =>
    recordAudit(tx, { actorId: viewer.id, action, subject: subscription.id, detail: { ...was, ...detail } }, now);
}

/** Once it is done at Stripe it is done: where the sync can not follow, the webhook's will. */
async function syncQuietly(viewer: Viewer, now: Clock): Promise<void> {
  try {
    const customerId = await findCustomerId(db, viewer.id);
    if (customerId !== undefined) await syncCustomer(customerId, now);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn("billing.change-not-synced", { code: error.code });
  }
}

/** A write whose answer is lost may have been made: nobody is told that it was not. */
export async function orUncertain<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "payments_down")) throw error;
    const message = "Stripe did not answer in time, so the change may have been made or not. Look here in a minute.";
    throw new AppError("payments_down", message, { cause: error });
  }
}
