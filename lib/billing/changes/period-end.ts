import "server-only";
import { cancelAtPeriodEnd, planPriceChange, releaseSchedule, resumeRenewing } from "@/lib/adapters/payments/changes";
import { voidInvoice } from "@/lib/adapters/payments/ending";
import { requireChangeable } from "@/lib/billing/changes/held";
import { targetOf } from "@/lib/billing/changes/moment";
import { priceIdFor } from "@/lib/billing/changes/quote";
import { type Change, orUncertain, whileChanging } from "@/lib/billing/changes/while-changing";
import type { CancelPlan, PlanWish } from "@/lib/billing/schema";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** Each of these done twice is done once; all throw AppError `conflict`, `too_many_requests` and `payments_down`. */

/** Plans a smaller plan, a shorter interval, or fewer seats for the end of what is paid. Nothing is charged or given back. */
export function planForPeriodEnd(viewer: Viewer, wish: PlanWish, now: Clock = clockNow): Promise<void> {
  return whileChanging(
    viewer,
    async ({ held, record }) => {
      const { plan, interval, seats } = targetOf(held, wish);
      const metadata = { plan, interval, seats: String(seats) };
      const { next } = held.subscription;
      if (next !== null && Object.entries(metadata).every(([name, value]) => next.metadata[name] === value)) return;
      requireChangeable(held, wish, "periodEnd");
      const priceId = await priceIdFor(wish);
      await orUncertain(planPriceChange(held.subscription, { priceId, quantity: seats, interval, metadata }));
      await record("plan.change-planned", { toPlan: plan, toInterval: interval, toSeats: seats });
    },
    now,
  );
}

/** Takes back what was planned for the period's end. */
export function keepPlan(viewer: Viewer, now: Clock = clockNow): Promise<void> {
  return whileChanging(
    viewer,
    async (change) => {
      if (change.held.subscription.next === null) return;
      await release(change);
      await change.record("plan.change-taken-back");
    },
    now,
  );
}

/** Ends the plan with its period. What else was to become of it is dropped. */
export function cancelPlan(viewer: Viewer, { reason, comment }: CancelPlan, now: Clock = clockNow): Promise<void> {
  return whileChanging(
    viewer,
    async (change) => {
      const { id, cancelAt } = change.held.subscription;
      if (cancelAt !== null) return;
      await dropWaiting(change);
      await release(change);
      await orUncertain(cancelAtPeriodEnd(id, { reason, comment }));
      await change.record("plan.cancelled", { reason: reason ?? null });
    },
    now,
  );
}

/** Has a cancelled plan renew again. */
export function resumePlan(viewer: Viewer, now: Clock = clockNow): Promise<void> {
  return whileChanging(
    viewer,
    async ({ held, record }) => {
      if (held.subscription.cancelAt === null) return;
      await orUncertain(resumeRenewing(held.subscription));
      await record("plan.resumed");
    },
    now,
  );
}

/** Drops a change that waits for its payment. */
export function dropChange(viewer: Viewer, now: Clock = clockNow): Promise<void> {
  return whileChanging(
    viewer,
    async (change) => {
      if (change.held.subscription.changePendingUntil === null) return;
      await dropWaiting(change);
      await change.record("plan.change-dropped");
    },
    now,
  );
}

/** The schedule says when a subscription ends, so nothing else may as long as there is one. */
async function release({ held }: Change): Promise<void> {
  if (held.subscription.scheduleId !== null) await orUncertain(releaseSchedule(held.subscription.scheduleId));
}

async function dropWaiting({ held }: Change): Promise<void> {
  const { changePendingUntil, latestInvoiceId } = held.subscription;
  if (changePendingUntil === null || latestInvoiceId === null) return;
  if (await orUncertain(voidInvoice(latestInvoiceId))) return;
  throw new AppError("conflict", "The payment went through in the meantime, so the change is made. Reload to see it.");
}
