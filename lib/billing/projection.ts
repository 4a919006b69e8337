import "server-only";
import type { RemoteAccount } from "@/lib/adapters/payments/account";
import type { RemoteCard } from "@/lib/adapters/payments/customer";
import type { RemoteInvoice } from "@/lib/adapters/payments/invoice";
import type { RemotePayment } from "@/lib/adapters/payments/payment";
import type { RemoteItem, RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { isGivenAway, pauseOf } from "@/lib/billing/changes/pause-window";
import { countingFor, givenUntil, isGivenWhole } from "@/lib/billing/given";
import { purchaseRows } from "@/lib/billing/packs/purchase-rows";
import { planOfLookupKey, planRank, PLANS } from "@/lib/billing/plans";
import { ranked } from "@/lib/billing/ranking";
import { PlanChange } from "@/lib/billing/schema";
import { afterDiscounts, yearlyMinor } from "@/lib/billing/yearly";

/** Whose rows they are, and when Stripe was asked. */
export type Owner = { userId: string; customerId: string; syncedAt: Date };

/** What Stripe says of a customer as rows of ours. Pure: the same account gives the same rows, whatever came before. */
export function projectAccount(account: RemoteAccount, owner: Owner) {
  const base = { user_id: owner.userId, customer_id: owner.customerId, synced_at: owner.syncedAt };
  const defaultCard = defaultCardOf(account);
  return {
    subscriptions: account.subscriptions.map((subscription) => ({
      ...subscriptionRow(subscription, account.invoices),
      ...base,
    })),
    invoices: account.invoices.map((invoice) => ({ ...invoiceRow(invoice), ...base })),
    payments: account.payments.map((payment) => ({ ...paymentRow(payment, account.invoices), ...base })),
    purchases: purchaseRows(account.payments).map((row) => ({ ...row, ...base })),
    cards: account.cards.map((card) => ({ ...cardRow(card), is_default: card.id === defaultCard, ...base })),
  };
}

function subscriptionRow(subscription: RemoteSubscription, invoices: readonly RemoteInvoice[]) {
  const item = decidingItem(subscription);
  const latest = invoices.find(({ id }) => id === subscription.latestInvoiceId);
  return {
    id: subscription.id,
    status: subscription.status,
    plan: planOfLookupKey(item.lookupKey) ?? null,
    price_id: item.priceId,
    lookup_key: item.lookupKey,
    interval: item.interval,
    interval_count: item.intervalCount,
    currency: item.currency,
    unit_amount_minor: item.unitAmountMinor,
    quantity: item.quantity,
    // As text, which JSON can hold exactly.
    yearly_minor: isGivenAway(subscription, item, latest) ? "0" : String(yearlyOf(item, subscription)),
    given_until: givenUntil(subscription, item),
    current_period_start: item.periodStart,
    current_period_end: item.periodEnd,
    trial_end: subscription.trialEnd,
    cancel_at: subscription.cancelAt,
    canceled_at: subscription.canceledAt,
    ended_at: subscription.endedAt,
    cancellation_reason: subscription.cancellationReason,
    past_due_since: pastDueSince(subscription, invoices),
    latest_invoice_id: subscription.latestInvoiceId,
    ...plannedFor(subscription, item),
    ...pauseOf(subscription, item, latest),
    change_pending_until: subscription.changePendingUntil,
    livemode: subscription.livemode,
    stripe_created_at: subscription.createdAt,
  };
}

/** What it becomes next, as we noted it when it was planned; what somebody else planned is not one of our plans. */
function plannedFor({ next }: RemoteSubscription, { quantity }: RemoteItem) {
  const wish = PlanChange.safeParse({ plan: next?.metadata["plan"], interval: next?.metadata["interval"] }).data;
  if (next === null || wish === undefined) return NOTHING_PLANNED;
  // What was planned before there were seats says no number of them: they stay as many.
  const noted = /^[1-9]\d{0,5}$/u.exec(next.metadata["seats"] ?? "")?.[0];
  const seats = PLANS[wish.plan].hasSeats ? Number(noted ?? quantity) : 1;
  return {
    planned_plan: wish.plan,
    planned_interval: wish.interval,
    planned_quantity: Math.max(1, seats),
    planned_at: next.at,
  };
}
const NOTHING_PLANNED = { planned_plan: null, planned_interval: null, planned_quantity: null, planned_at: null };

function yearlyOf(item: RemoteItem, subscription: RemoteSubscription) {
  const { interval, intervalCount, unitAmountMinor, quantity } = item;
  // Where it is going to be paid for after all, that is not what it would bring.
  if (isGivenWhole(subscription) && subscription.status === "trialing") return 0n;
  const priceMinor = afterDiscounts(BigInt(unitAmountMinor) * BigInt(quantity), countingFor(subscription, item));
  return yearlyMinor({ interval, intervalCount, priceMinor });
}

/** The item that sells one of our plans, the biggest if there are more; else the first. */
function decidingItem({ items }: RemoteSubscription): RemoteItem {
  const [item] = items.toSorted((a, b) => itemRank(b) - itemRank(a));
  if (item === undefined) throw new Error("A subscription has at least one item");
  return item;
}

function itemRank({ lookupKey }: RemoteItem): number {
  const plan = planOfLookupKey(lookupKey);
  return plan === undefined ? -1 : planRank(plan);
}

/** When the oldest of its unpaid invoices was first due. Read from Stripe, so that every sync finds the same moment. */
export function pastDueSince({ id, status }: RemoteSubscription, invoices: readonly RemoteInvoice[]): Date | null {
  if (status !== "past_due" && status !== "unpaid") return null;
  const due = invoices
    .filter((invoice) => invoice.subscriptionId === id && invoice.status === "open" && invoice.amountRemainingMinor > 0)
    .map(({ finalizedAt, createdAt }) => finalizedAt ?? createdAt);
  return due.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

function invoiceRow(invoice: RemoteInvoice) {
  return {
    id: invoice.id,
    subscription_id: invoice.subscriptionId,
    number: invoice.number,
    status: invoice.status,
    billing_reason: invoice.billingReason,
    currency: invoice.currency,
    total_minor: invoice.totalMinor,
    amount_due_minor: invoice.amountDueMinor,
    amount_paid_minor: invoice.amountPaidMinor,
    amount_remaining_minor: invoice.amountRemainingMinor,
    attempt_count: invoice.attemptCount,
    next_attempt_at: invoice.nextAttemptAt,
    period_start: invoice.period?.startsAt ?? null,
    period_end: invoice.period?.endsAt ?? null,
    paid_at: invoice.paidAt,
    hosted_url: invoice.hostedUrl,
    pdf_url: invoice.pdfUrl,
    livemode: invoice.livemode,
    stripe_created_at: invoice.createdAt,
  };
}

function paymentRow(payment: RemotePayment, invoices: readonly RemoteInvoice[]) {
  return {
    id: payment.id,
    invoice_id: invoices.find(({ paymentIds }) => paymentIds.includes(payment.id))?.id ?? null,
    status: payment.status,
    currency: payment.currency,
    amount_minor: payment.amountMinor,
    received_minor: payment.receivedMinor,
    refunded_minor: payment.refundedMinor,
    decline_code: payment.declineCode,
    card_brand: payment.cardBrand,
    card_last4: payment.cardLast4,
    livemode: payment.livemode,
    stripe_created_at: payment.createdAt,
  };
}

function cardRow(card: RemoteCard) {
  return {
    id: card.id,
    kind: card.kind,
    brand: card.brand,
    last4: card.last4,
    exp_month: card.expMonth,
    exp_year: card.expYear,
  };
}

/** The card that is charged next: the deciding subscription's own, else the customer's, else the newest. */
function defaultCardOf({ subscriptions, cards, cardId }: RemoteAccount): string | undefined {
  const places = subscriptions.map((subscription) => ({
    ...subscription,
    plan: planOfLookupKey(decidingItem(subscription).lookupKey) ?? null,
  }));
  const wanted = ranked(places)[0]?.cardId ?? cardId;
  return (cards.find(({ id }) => id === wanted) ?? cards[0])?.id;
}
