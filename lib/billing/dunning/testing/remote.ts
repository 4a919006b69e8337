import type { RemoteAccount } from "@/lib/adapters/payments/account";
import type { EndingDesk } from "@/lib/billing/dunning/ending";
import { afterDays, FAILED_AT } from "@/lib/billing/dunning/testing/story";
import { newId } from "@/lib/platform/ids";

type Subscription = RemoteAccount["subscriptions"][number];
type Invoice = RemoteAccount["invoices"][number];
type Whims = {
  /** Stripe calls a subscription active again once its missing invoice is taken back. */
  revivesOnVoid?: boolean;
  /** The person pays in the moment in which the invoice is taken back. */
  paysAtLast?: boolean;
};

/**
 * One customer at Stripe whose renewal failed at {@link FAILED_AT}, in memory: `pay` succeeds while the invoice is open,
 * and an invoice is either paid or taken back. `crashAt` makes the nth call from then on fail after its effect.
 */
export function aRemotePayer(customerId: string, { revivesOnVoid = false, paysAtLast = false }: Whims = {}) {
  const id = newId();
  const subscription = aRemoteSubscription({ id: `sub_${id}`, customerId, latestInvoiceId: `in_${id}` });
  const invoice = aRemoteInvoice({ id: `in_${id}`, customerId, subscriptionId: subscription.id });
  const endedWhilePaid: string[] = [];
  let callsToCrash = Number.POSITIVE_INFINITY;

  function pay(at: Date): void {
    if (invoice.status !== "open" || subscription.status === "canceled") return;
    Object.assign(invoice, { status: "paid", paidAt: at, amountPaidMinor: 1_900, amountRemainingMinor: 0 });
    subscription.status = "active";
  }

  function called(): void {
    callsToCrash -= 1;
    if (callsToCrash === 0) throw new Error("The process died");
  }

  const desk: EndingDesk = {
    readAccount: async () => {
      const account = { subscriptions: [{ ...subscription }], invoices: [{ ...invoice }] };
      called();
      return { isDeleted: false, ...account, payments: [], cards: [], cardId: null };
    },
    voidInvoice: async () => {
      if (paysAtLast) pay(afterDays(7));
      const isVoid = invoice.status !== "paid";
      if (isVoid) invoice.status = "void";
      if (isVoid && revivesOnVoid) subscription.status = "active";
      called();
      return isVoid;
    },
    endSubscription: async () => {
      if (invoice.status === "paid") endedWhilePaid.push(subscription.id);
      Object.assign(subscription, { status: "canceled", endedAt: afterDays(8) });
      called();
    },
  };
  const crashAt = (nth: number) => {
    callsToCrash = nth;
  };
  return { subscription, invoice, endedWhilePaid, desk, pay, crashAt };
}

function aRemoteSubscription(overrides: Partial<Subscription> & { id: string; customerId: string }): Subscription {
  const item = {
    id: "si_1",
    priceId: "price_1",
    lookupKey: "parley_pro_month",
    interval: "month",
    intervalCount: 1,
    currency: "usd",
    unitAmountMinor: 1_900,
    quantity: 1,
    periodStart: FAILED_AT,
    periodEnd: afterDays(365),
  };
  return {
    status: "past_due",
    currency: "usd",
    metadata: {},
    items: [item],
    trialEnd: null,
    cancelAt: null,
    cancelsAtPeriodEnd: false,
    canceledAt: null,
    endedAt: null,
    cancellationReason: null,
    latestInvoiceId: null,
    cardId: null,
    scheduleId: null,
    next: null,
    changePendingUntil: null,
    pendingItems: [],
    anchor: new Date(0),
    isCollectionPaused: false,
    discountIds: [],
    discounts: [],
    livemode: false,
    createdAt: afterDays(-31),
    ...overrides,
  };
}

function aRemoteInvoice(overrides: Partial<Invoice> & { id: string; customerId: string }): Invoice {
  return {
    subscriptionId: null,
    number: "A-1",
    status: "open",
    billingReason: "subscription_cycle",
    currency: "usd",
    totalMinor: 1_900,
    amountDueMinor: 1_900,
    amountPaidMinor: 0,
    amountRemainingMinor: 1_900,
    attemptCount: 1,
    nextAttemptAt: afterDays(20),
    period: null,
    finalizedAt: FAILED_AT,
    paidAt: null,
    hostedUrl: "https://stripe.example/invoice",
    pdfUrl: null,
    paymentIds: [],
    livemode: false,
    createdAt: FAILED_AT,
    ...overrides,
  };
}
