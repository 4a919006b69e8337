import { describe, expect, test } from "vitest";
import type { RemoteAccount } from "@/lib/adapters/payments/account";
import { projectAccount } from "@/lib/billing/projection";

const at = (n: number) => new Date(Date.UTC(2026, 10, n));
const owner = { userId: "u", customerId: "cus_1", syncedAt: at(21) };

type Subscription = RemoteAccount["subscriptions"][number];
type Invoice = RemoteAccount["invoices"][number];

function anItem(overrides: Partial<Subscription["items"][number]> = {}) {
  return {
    id: "si_1",
    priceId: "price_1",
    lookupKey: "parley_pro_month",
    interval: "month",
    intervalCount: 1,
    currency: "usd",
    unitAmountMinor: 1_900,
    quantity: 1,
    periodStart: at(1),
    periodEnd: at(30),
    ...overrides,
  };
}

function aSubscription(overrides: Partial<Subscription> = {}): Subscription {
  return {
    id: "sub_1",
    customerId: "cus_1",
    status: "active",
    currency: "usd",
    metadata: {},
    items: [anItem()],
    trialEnd: null,
    cancelAt: null,
    cancelsAtPeriodEnd: false,
    canceledAt: null,
    endedAt: null,
    cancellationReason: null,
    latestInvoiceId: "in_1",
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
    createdAt: at(1),
    ...overrides,
  };
}

function anInvoice(overrides: Partial<Invoice> = {}): Invoice {
  return {
    id: "in_1",
    customerId: "cus_1",
    subscriptionId: "sub_1",
    number: "A-1",
    status: "open",
    billingReason: "subscription_cycle",
    currency: "usd",
    totalMinor: 1_900,
    amountDueMinor: 1_900,
    amountPaidMinor: 0,
    amountRemainingMinor: 1_900,
    attemptCount: 1,
    nextAttemptAt: null,
    period: null,
    finalizedAt: at(5),
    paidAt: null,
    hostedUrl: null,
    pdfUrl: null,
    paymentIds: [],
    livemode: false,
    createdAt: at(4),
    ...overrides,
  };
}

const aCard = (id: string) => ({
  id,
  kind: "card",
  brand: "visa",
  last4: "4242",
  fingerprint: null,
  expMonth: 1,
  expYear: 2030,
  createdAt: at(1),
});

function project(account: Partial<RemoteAccount>) {
  const nothing = { isDeleted: false, subscriptions: [], invoices: [], payments: [], cards: [], cardId: null };
  return projectAccount({ ...nothing, ...account }, owner);
}

describe("a missing payment is missing since", () => {
  const since = (status: string, ...invoices: Invoice[]) =>
    project({ subscriptions: [aSubscription({ status })], invoices }).subscriptions[0]?.past_due_since;

  test("the oldest unpaid invoice was due", () => {
    const invoices = [anInvoice({ id: "in_3", finalizedAt: at(9) }), anInvoice({ id: "in_2", finalizedAt: at(6) })];
    expect(since("past_due", ...invoices)).toEqual(at(6));
    expect(since("unpaid", ...invoices.toReversed())).toEqual(at(6));
  });
  test("the invoice was made, when Stripe does not say when it was due", () => {
    expect(since("past_due", anInvoice({ finalizedAt: null }))).toEqual(at(4));
  });
  test("never, when it is not missing, is paid, or is another subscription's", () => {
    expect(since("active", anInvoice())).toBeNull();
    expect(since("past_due", anInvoice({ status: "paid" }))).toBeNull();
    expect(since("past_due", anInvoice({ amountRemainingMinor: 0 }))).toBeNull();
    expect(since("past_due", anInvoice({ subscriptionId: "sub_2" }))).toBeNull();
  });
});

describe("the plan of a subscription", () => {
  test("is its item's that sells one, the biggest of several, wherever it stands", () => {
    const items = [
      anItem({ lookupKey: null, priceId: "price_mug" }),
      anItem(),
      anItem({ lookupKey: "parley_enterprise_year", priceId: "price_big", interval: "year" }),
    ];
    const [row] = project({ subscriptions: [aSubscription({ items })] }).subscriptions;
    expect(row).toMatchObject({ plan: "enterprise", price_id: "price_big", interval: "year" });
  });
  test("is none where none of its prices is ours", () => {
    const items = [anItem({ lookupKey: "somebody_elses" })];
    expect(project({ subscriptions: [aSubscription({ items })] }).subscriptions[0]).toMatchObject({ plan: null });
  });
});

describe("what a subscription brings a year", () => {
  const window = { pausedFrom: String(Number(at(1)) / 1_000), pausedUntil: String(Number(at(30)) / 1_000) };
  const brings = (subscription: Partial<Subscription>, status: string) => {
    const seen = { subscriptions: [aSubscription(subscription)], invoices: [anInvoice({ status })] };
    return project(seen).subscriptions[0]?.yearly_minor;
  };

  test.each<[string, Partial<Subscription>, string, string]>([
    ["its months, as long as they are collected", {}, "paid", "22800"],
    ["the same before a pause begins", { isCollectionPaused: true, metadata: window }, "paid", "22800"],
    ["nothing in a paused month", { isCollectionPaused: true, metadata: window }, "void", "0"],
    ["nothing in the rest of it, when collecting goes on", { metadata: window }, "void", "0"],
    ["nothing while somebody else gives it away", { isCollectionPaused: true }, "void", "0"],
    ["its months once they are paid again", { metadata: window }, "paid", "22800"],
    ["its months where an invoice was only taken back", {}, "void", "22800"],
  ])("is %s", (_what, subscription, status, expected) => {
    expect(brings(subscription, status)).toBe(expected);
  });
});

describe("the card that is charged next", () => {
  const cards = [aCard("pm_new"), aCard("pm_own"), aCard("pm_customers")];
  const chosen = (account: Partial<RemoteAccount>) =>
    project({ cards, ...account })
      .cards.filter((card) => card.is_default)
      .map(({ id }) => id);

  test("is the subscription's own, before the customer's", () => {
    expect(chosen({ subscriptions: [aSubscription({ cardId: "pm_own" })], cardId: "pm_customers" })).toEqual([
      "pm_own",
    ]);
  });
  test("is the customer's, when the subscription has none", () => {
    expect(chosen({ subscriptions: [aSubscription()], cardId: "pm_customers" })).toEqual(["pm_customers"]);
  });
  test("is the newest, when neither names one that is there", () => {
    expect(chosen({ cardId: "pm_gone" })).toEqual(["pm_new"]);
    expect(chosen({})).toEqual(["pm_new"]);
  });
});

test("a payment belongs to the invoice that names it", () => {
  const payment = {
    id: "pi_1",
    status: "succeeded",
    currency: "usd",
    amountMinor: 1_900,
    receivedMinor: 1_900,
    refundedMinor: 0,
    isDisputed: false,
    disputedMinor: 0,
    paidAt: null,
    metadata: {},
    declineCode: null,
    cardBrand: null,
    cardLast4: null,
    livemode: false,
    createdAt: at(1),
  };
  const invoices = [anInvoice({ id: "in_1" }), anInvoice({ id: "in_2", paymentIds: ["pi_1"] })];
  expect(project({ payments: [payment], invoices }).payments).toMatchObject([{ id: "pi_1", invoice_id: "in_2" }]);
  expect(project({ payments: [payment] }).payments).toMatchObject([{ invoice_id: null }]);
});

test("every row says whose it is and when Stripe was asked", () => {
  const rows = project({ subscriptions: [aSubscription()], invoices: [anInvoice()], cards: [aCard("pm_1")] });
  for (const row of [...rows.subscriptions, ...rows.invoices, ...rows.cards]) {
    expect(row).toMatchObject({ user_id: "u", customer_id: "cus_1", synced_at: at(21) });
  }
});
