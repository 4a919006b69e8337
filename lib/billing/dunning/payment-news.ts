import "server-only";
import { access } from "@/lib/billing/access";
import { type Ladder, ladderOf } from "@/lib/billing/dunning/ladder";
import {
  BILLING_URL,
  FIX_URL,
  isNews,
  KEY_PREFIX,
  type News,
  planName,
  type Story,
  type ToldInvoice,
  type ToldPayment,
  type ToldSubscription,
} from "@/lib/billing/dunning/story";
import { DAY_MS } from "@/lib/platform/clock";

/** A card gives money back for about half a year. */
const REFUNDABLE_MS = 200 * DAY_MS;
/** A receipt is worth having however late it comes, until the books of its year are closed. */
export const RECEIPT_MS = 400 * DAY_MS;

/** What is to be told of payments: that one is missing, made good after all, arrived, or went back. */
export function paymentNews(story: Story, now: Date): News[] {
  return [
    ...story.subscriptions.flatMap((subscription) => [
      ...missing(subscription, story, now),
      ...ended(subscription, story, now),
    ]),
    ...story.invoices.flatMap((invoice) => paid(invoice, story, now)),
    ...story.refunded.filter(({ createdAt }) => !isBefore(createdAt, REFUNDABLE_MS, now)).map(refunded),
  ];
}

/**
 * The step that is due now, and no other: who was not looked at for days hears of the newest alone, and of none once the
 * end is due, which has a letter of its own.
 */
function missing(subscription: ToldSubscription, { invoices }: Story, now: Date): News[] {
  const ladder = subscription.plan === null ? undefined : ladderOf(subscription, invoices);
  if (ladder === undefined || now >= ladder.endsAt) return [];
  const template = stepAt(ladder, now);
  const payload = missingPayload(subscription, ladder, now);
  return [{ key: missingKey(template, ladder.invoice.id), template, payload }];
}

const STEPS = ["payment-failed", "payment-reminder", "payment-last-notice"] as const;
type Step = (typeof STEPS)[number];

function stepAt({ remindFrom, lastNoticeFrom }: Ladder<ToldInvoice>, now: Date): Step {
  if (now < remindFrom) return "payment-failed";
  return lastNoticeFrom !== undefined && now >= lastNoticeFrom ? "payment-last-notice" : "payment-reminder";
}

function missingPayload(subscription: ToldSubscription, ladder: Ladder<ToldInvoice>, now: Date) {
  const { invoice, failedAt, graceEndsAt, endsAt } = ladder;
  const { nextAttemptAt } = invoice;
  return {
    plan: planName(subscription),
    amount: { amountMinor: invoice.amountRemainingMinor, currency: invoice.currency },
    failedAt: failedAt.toISOString(),
    graceEndsAt: graceEndsAt.toISOString(),
    isGraceOver: subscription.status === "unpaid" || now >= graceEndsAt,
    endsAt: endsAt.toISOString(),
    ...(nextAttemptAt !== null && nextAttemptAt > now && nextAttemptAt < endsAt
      ? { nextTryAt: nextAttemptAt.toISOString() }
      : {}),
    // The sentence of the billing page; another subscription may decide it.
    ...(subscription.isPrimary ? { standing: access(subscription, now).reason } : {}),
    fixUrl: FIX_URL,
  };
}

/** Whether we ended it or Stripe did, after its own last try. */
function ended(subscription: ToldSubscription, { endings }: Story, now: Date): News[] {
  const { id, plan, status, endedAt, cancellationReason } = subscription;
  const isUnpaid = endings.has(id) || cancellationReason === "payment_failed";
  if (status !== "canceled" || plan === null || !isUnpaid || !isNews(endedAt, now)) return [];
  const payload = { plan: planName(subscription), endedAt: endedAt.toISOString(), billingUrl: BILLING_URL };
  return [{ key: `${KEY_PREFIX}ended-unpaid:${id}`, template: "subscription-ended-unpaid", payload }];
}

/** A payment that was told to be missing is told to be there, and that is its receipt; any other has a plain one. */
function paid(invoice: ToldInvoice, { subscriptions, told }: Story, now: Date): News[] {
  const { id, number, status, amountPaidMinor, currency, paidAt } = invoice;
  if (status !== "paid" || amountPaidMinor <= 0 || paidAt === null || isBefore(paidAt, RECEIPT_MS, now)) return [];
  const subscription = subscriptions.find((one) => one.id === invoice.subscriptionId);
  const payload = {
    number,
    amount: { amountMinor: amountPaidMinor, currency },
    paidAt: paidAt.toISOString(),
    billingUrl: BILLING_URL,
  };
  const wasMissing = STEPS.some((step) => told.has(missingKey(step, id)));
  if (wasMissing && subscription?.status === "active" && !told.has(receiptKey(id))) {
    const words = { ...payload, plan: planName(subscription) };
    return [{ key: recoveredKey(id), template: "payment-recovered", payload: words }];
  }
  return told.has(recoveredKey(id)) ? [] : [{ key: receiptKey(id), template: "receipt", payload }];
}

/** Each time more was given back is a letter of its own; it tells the sum. */
function refunded({ id, amountMinor, refundedMinor, currency, createdAt }: ToldPayment): News {
  const payload = {
    refunded: { amountMinor: refundedMinor, currency },
    payment: { amountMinor, currency },
    paidAt: createdAt.toISOString(),
    billingUrl: BILLING_URL,
  };
  return { key: `${KEY_PREFIX}refunded:${id}:${refundedMinor}`, template: "refunded", payload };
}

function isBefore(moment: Date, agoMs: number, now: Date): boolean {
  return now.getTime() - moment.getTime() >= agoMs;
}

const missingKey = (step: Step, invoiceId: string) => `${KEY_PREFIX}${step}:${invoiceId}`;
const recoveredKey = (invoiceId: string) => `${KEY_PREFIX}payment-recovered:${invoiceId}`;
const receiptKey = (invoiceId: string) => `${KEY_PREFIX}receipt:${invoiceId}`;
