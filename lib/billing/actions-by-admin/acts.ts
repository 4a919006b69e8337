import "server-only";
import { cancelAtPeriodEnd } from "@/lib/adapters/payments/changes";
import { endSubscription } from "@/lib/adapters/payments/ending";
import { moveTrialEnd, refundPayment } from "@/lib/adapters/payments/giving-back";
import { doAct } from "@/lib/billing/actions-by-admin/do-act";
import type { CancelWish, RefundWish, TrialWish } from "@/lib/billing/actions-by-admin/wishes";
import { findPaymentOf, findSubscriptionOf } from "@/lib/billing/queries/acts";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, DAY_MS, now as clockNow, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { formatMinor, minorDigits } from "@/lib/platform/money";

/**
 * Gives back a payment, whole or in part.
 * @throws AppError `not_found`, `invalid_input` for more than is left, and what {@link doAct} throws.
 */
export async function refund(admin: Viewer, wish: RefundWish, now: Clock = clockNow): Promise<void> {
  const { paymentId: target, amount, ...act } = wish;
  const payment = await findPaymentOf(act.userId, target);
  if (payment === null) throw new AppError("not_found");
  const { currency, customerId } = payment;
  const amountMinor = minorOf(amount, currency);
  if (amountMinor === undefined || amountMinor < 1 || amountMinor > payment.receivedMinor) {
    const most = formatMinor(payment.receivedMinor - payment.refundedMinor, currency);
    throw new AppError("invalid_input", undefined, { fields: { amount: [`An amount like 12.50, at most ${most}.`] } });
  }
  const detail = { amountMinor, currency };
  await doAct(
    admin,
    { ...act, customerId, action: "refund", target, detail },
    (idempotencyKey) => refundPayment(target, { amountMinor, idempotencyKey }),
    now,
  );
}

/** "12.50" in the currency's smallest unit, without a float on the way; undefined for what is no such amount. */
export function minorOf(amount: string, currency: string): number | undefined {
  const digits = minorDigits(currency);
  const [, whole, part = ""] = /^(\d{1,9})(?:[.,](\d{1,3}))?$/u.exec(amount) ?? [];
  if (whole === undefined || part.length > digits) return undefined;
  return Number(`${whole}${part.padEnd(digits, "0")}`);
}

/**
 * Ends a subscription, at once or with the period that is paid for. Nothing is refunded by it, and one that is over
 * already is left as it is.
 * @throws AppError `not_found`, and what {@link doAct} throws.
 */
export async function cancel(admin: Viewer, wish: CancelWish, now: Clock = clockNow): Promise<void> {
  const { subscriptionId: target, when, ...act } = wish;
  const { customerId } = await subscriptionOf(act.userId, target);
  const comment = "Cancelled by the operator.";
  await doAct(
    admin,
    { ...act, customerId, action: "cancel", target, detail: { when } },
    () => (when === "now" ? endSubscription(target, { comment }) : cancelAtPeriodEnd(target, { comment })),
    now,
  );
}

/**
 * Lets a trial last longer.
 * @throws AppError `not_found`, `conflict` when it is no trial, and what {@link doAct} throws.
 */
export async function extendTrial(admin: Viewer, wish: TrialWish, now: Clock = clockNow): Promise<void> {
  const { subscriptionId: target, days, ...act } = wish;
  const { customerId, status, trialEnd: endsAt } = await subscriptionOf(act.userId, target);
  if (status !== "trialing" || endsAt === null) throw new AppError("conflict", "That is not a trial any more.");
  await doAct(
    admin,
    { ...act, customerId, action: "extend-trial", target, detail: { days } },
    (idempotencyKey) => moveTrialEnd(target, { trialEnd: plusMs(endsAt, days * DAY_MS), idempotencyKey }),
    now,
  );
}

async function subscriptionOf(userId: string, id: string) {
  const subscription = await findSubscriptionOf(userId, id);
  if (subscription === null) throw new AppError("not_found");
  return subscription;
}
