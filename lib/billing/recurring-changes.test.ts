import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { lookupKeyOf } from "@/lib/billing/plans";
import { ensurePrices } from "@/lib/billing/provision";
import type { LastChange } from "@/lib/billing/queries/recurring";
import { changesSince, type InvoiceRow, type SubscriptionRow } from "@/lib/billing/recurring-changes";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";

const day = (date: string) => new Date(`2026-${date}T00:00:00Z`);
const NOW = day("11-21");

function aRow(wish: Partial<SubscriptionRow> = {}): SubscriptionRow {
  return {
    id: "sub_1",
    status: "active",
    plan: "pro",
    currency: "usd",
    interval: "month",
    interval_count: 1,
    yearly_minor: "22800",
    trial_end: null,
    ended_at: null,
    stripe_created_at: day("03-01"),
    ...wish,
  };
}

function anInvoice(wish: Partial<InvoiceRow> = {}): InvoiceRow {
  return {
    subscription_id: "sub_1",
    billing_reason: "subscription_create",
    total_minor: 1_900,
    amount_paid_minor: 1_900,
    paid_at: day("03-01"),
    stripe_created_at: day("03-01"),
    ...wish,
  };
}

const PRO: LastChange = {
  subscriptionId: "sub_1",
  sequence: 1,
  plan: "pro",
  currency: "usd",
  afterYearlyMinor: 22_800n,
  at: day("03-01"),
};

type Given = { known?: LastChange[]; invoices?: InvoiceRow[] };

function told(subscriptions: SubscriptionRow[], { known = [], invoices = [] }: Given = {}) {
  return changesSince(known, { subscriptions, invoices, syncedAt: NOW }).map(
    ({ subscriptionId, kind, beforeYearlyMinor, afterYearlyMinor, at }) =>
      `${subscriptionId} ${kind} ${beforeYearlyMinor}-${afterYearlyMinor} ${at.toISOString().slice(5, 10)}`,
  );
}

describe("nothing is told of", () => {
  test.each([
    ["a trial", aRow({ status: "trialing", trial_end: day("12-01") })],
    ["a first payment that is not complete", aRow({ status: "incomplete" })],
    ["one that never was paid", aRow({ status: "canceled", ended_at: day("03-02") })],
    ["a price that is none of ours", aRow({ plan: null })],
    ["something free of charge", aRow({ yearly_minor: "0" })],
    ["a status that nobody knows", aRow({ status: "hibernating" })],
  ])("%s", (_what, row) => {
    expect(told([row])).toEqual([]);
  });

  test("what is as it was, also while a payment is missing", () => {
    expect(told([aRow()], { known: [PRO] })).toEqual([]);
    expect(told([aRow({ status: "past_due" })], { known: [PRO] })).toEqual([]);
  });

  test("what was over already", () => {
    const over = { ...PRO, sequence: 2, afterYearlyMinor: 0n };
    expect(told([aRow({ status: "canceled", ended_at: day("04-01") })], { known: [over] })).toEqual([]);
    expect(told([aRow({ plan: null })], { known: [over] })).toEqual([]);
  });
});

describe("a subscription begins", () => {
  test("when it was made, or when its trial was over", () => {
    expect(told([aRow()])).toEqual(["sub_1 new 0-22800 03-01"]);
    expect(told([aRow({ trial_end: day("03-15") })])).toEqual(["sub_1 new 0-22800 03-15"]);
  });

  test("and is a return when the person had paid before", () => {
    const over = { ...PRO, subscriptionId: "sub_0", sequence: 2, afterYearlyMinor: 0n };
    expect(told([aRow()], { known: [over] })).toEqual(["sub_1 reactivation 0-22800 03-01"]);
  });

  test("and is more of the same while another is paid for", () => {
    expect(told([aRow({ id: "sub_2" })], { known: [PRO] })).toEqual(["sub_2 expansion 0-22800 03-01"]);
  });

  test("and ended before we heard of it: both are told", () => {
    const gone = aRow({ status: "canceled", ended_at: day("04-01") });
    expect(told([gone], { invoices: [anInvoice()] })).toEqual(["sub_1 new 0-22800 03-01", "sub_1 churn 22800-0 04-01"]);
  });
});

describe("a price becomes another", () => {
  const dear = aRow({ plan: "enterprise", yearly_minor: "118800" });

  test("when the change was invoiced", () => {
    const change = anInvoice({ billing_reason: "subscription_update", stripe_created_at: day("05-09") });
    expect(told([dear], { known: [PRO], invoices: [anInvoice(), change] })).toEqual([
      "sub_1 expansion 22800-118800 05-09",
    ]);
  });

  test("when the renewal came at the new price, and not at one before", () => {
    const renewals = [
      anInvoice({ billing_reason: "subscription_cycle", stripe_created_at: day("05-01") }),
      anInvoice({ billing_reason: "subscription_cycle", stripe_created_at: day("04-01"), total_minor: 9_900 }),
    ];
    const before = { ...PRO, afterYearlyMinor: 118_800n };
    expect(told([aRow()], { known: [before], invoices: renewals })).toEqual(["sub_1 contraction 118800-22800 05-01"]);
  });

  test("when we learned of it, where no invoice tells", () => {
    expect(told([dear], { known: [PRO], invoices: [anInvoice()] })).toEqual(["sub_1 expansion 22800-118800 11-21"]);
  });

  test("and from month to year it is the year's twelfth that counts", () => {
    const yearly = aRow({ interval: "year", yearly_minor: "19000" });
    expect(told([yearly], { known: [PRO] })).toEqual(["sub_1 contraction 22800-19000 11-21"]);
  });
});

describe("a subscription brings nothing any more", () => {
  test("since it ended", () => {
    const gone = aRow({ status: "canceled", ended_at: day("06-01") });
    expect(told([gone], { known: [PRO] })).toEqual(["sub_1 churn 22800-0 06-01"]);
  });

  test.each(["unpaid", "paused", "trialing"])("since we learned that it is %s", (status) => {
    expect(told([aRow({ status })], { known: [PRO] })).toEqual(["sub_1 churn 22800-0 11-21"]);
  });

  test("and since its price is none of ours", () => {
    expect(told([aRow({ plan: null })], { known: [PRO] })).toEqual(["sub_1 churn 22800-0 11-21"]);
  });

  test("but while another is paid for, the person is still there", () => {
    const gone = aRow({ status: "canceled", ended_at: day("06-01") });
    const other = { ...PRO, subscriptionId: "sub_2" };
    expect(told([gone, aRow({ id: "sub_2" })], { known: [PRO, other] })).toEqual(["sub_1 contraction 22800-0 06-01"]);
  });

  test("and again something, once the open invoice is paid", () => {
    const unpaid = { ...PRO, sequence: 2, afterYearlyMinor: 0n, at: day("06-01") };
    const invoices = [anInvoice(), anInvoice({ paid_at: day("06-09") })];
    expect(told([aRow()], { known: [unpaid], invoices })).toEqual(["sub_1 reactivation 0-22800 06-09"]);
  });
});

test("who replaces one by another at one moment has not left", () => {
  const gone = aRow({ status: "canceled", ended_at: day("06-01") });
  const next = aRow({ id: "sub_2", plan: "enterprise", yearly_minor: "118800", stripe_created_at: day("06-01") });
  expect(told([gone, next], { known: [PRO] })).toEqual([
    "sub_2 expansion 0-118800 06-01",
    "sub_1 contraction 22800-0 06-01",
  ]);
});

test("what is paid in one currency is no part of another", () => {
  const euro = aRow({ id: "sub_2", currency: "eur" });
  const gone = aRow({ status: "canceled", ended_at: day("06-01") });
  expect(told([gone, euro], { known: [PRO] })).toEqual([
    "sub_2 reactivation 0-22800 03-01",
    "sub_1 churn 22800-0 06-01",
  ]);
});

test("however often and in whatever steps it is looked at, the changes add up to what is there", () => {
  const state = fc.record({
    id: fc.constantFrom("sub_1", "sub_2", "sub_3"),
    status: fc.constantFrom("active", "past_due", "trialing", "unpaid", "canceled"),
    yearly_minor: fc.integer({ min: 0, max: 5_000 }).map(String),
    currency: fc.constantFrom("usd", "eur"),
  });
  fc.assert(
    fc.property(fc.array(state, { maxLength: 30 }), (states) => {
      const known = new Map<string, LastChange>();
      const shown = new Map<string, SubscriptionRow>();
      const sums: Record<string, bigint> = {};
      const leftOver: (bigint | undefined)[] = [];
      for (const wish of states) {
        // A subscription keeps its currency for life.
        const row = aRow({ ...wish, id: `${wish.id}_${wish.currency}` });
        shown.set(row.id, row);
        const facts = { subscriptions: [...shown.values()], invoices: [], syncedAt: NOW };
        for (const change of changesSince([...known.values()], facts)) {
          const last = known.get(change.subscriptionId);
          expect(change.beforeYearlyMinor).toBe(last?.afterYearlyMinor ?? 0n);
          expect(change.sequence).toBe((last?.sequence ?? 0) + 1);
          sums[change.currency] = (sums[change.currency] ?? 0n) + change.afterYearlyMinor - change.beforeYearlyMinor;
          if (change.kind === "churn") leftOver.push(sums[change.currency]);
          known.set(change.subscriptionId, change);
        }
        expect(changesSince([...known.values()], facts)).toEqual([]);
      }
      expect(leftOver.every((left) => left === 0n)).toBe(true);
      const there = [...shown.values()].filter(({ status }) => /active|past_due/u.test(status));
      const brought = (wanted: string) => there.filter(({ currency }) => currency === wanted).map(yearlyOf);
      expect({ usd: 0n, eur: 0n, ...sums }).toEqual({ usd: sumOf(brought("usd")), eur: sumOf(brought("eur")) });
    }),
  );
});

function yearlyOf({ yearly_minor }: SubscriptionRow): bigint {
  return BigInt(yearly_minor);
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

describe("in a sync", () => {
  let userId: string;
  let customerId: string;

  beforeAll(() => ensurePrices());
  beforeEach(async () => {
    const person = await aPerson();
    userId = person.id;
    customerId = await makeCustomer(person);
  });

  const noted = async () =>
    (await db.recurringChange.findMany({ where: { userId }, orderBy: { sequence: "asc" } })).map(
      ({ kind, plan, beforeYearlyMinor, afterYearlyMinor }) =>
        `${kind} ${plan} ${beforeYearlyMinor}-${afterYearlyMinor}`,
    );

  test("each change is noted once, however many syncs see it", async () => {
    const { id, items } = await subscribeAtStripe(customerId);
    await Promise.all([1, 2, 3].map(() => syncCustomer(customerId)));
    const { data } = await stripe.prices.list({ lookup_keys: [lookupKeyOf("enterprise", "month")] });
    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]!.id, price: data[0]!.id }],
      proration_behavior: "always_invoice",
    });
    await syncCustomer(customerId);
    await stripe.subscriptions.cancel(id);
    await syncCustomer(customerId);
    await syncCustomer(customerId);
    expect(await noted()).toEqual([
      "new pro 0-22800",
      "expansion enterprise 22800-118800",
      "churn enterprise 118800-0",
    ]);
  });

  test("a discount that comes again is taken off, and what ends it is more revenue", async () => {
    const off = await stripe.coupons.create({ percent_off: 25, duration: "forever" });
    const once = await stripe.coupons.create({ amount_off: 500, currency: "usd", duration: "once" });
    const { id } = await subscribeAtStripe(customerId);
    await stripe.subscriptions.update(id, { discounts: [{ coupon: off.id }, { coupon: once.id }] });
    await syncCustomer(customerId);
    expect(await noted()).toEqual(["new pro 0-17100"]);
    await stripe.subscriptions.update(id, { discounts: "" });
    await syncCustomer(customerId);
    expect(await noted()).toEqual(["new pro 0-17100", "expansion pro 17100-22800"]);
  });

  test("an amount is taken off in the currency that is paid", async () => {
    const off = await stripe.coupons.create({
      amount_off: 500,
      currency: "usd",
      currency_options: { eur: { amount_off: 400 } },
      duration: "repeating",
      duration_in_months: 3,
    });
    const { data } = await stripe.prices.list({ lookup_keys: [lookupKeyOf("pro", "year")] });
    await stripe.subscriptions.create({
      customer: customerId,
      currency: "eur",
      items: [{ price: data[0]!.id }],
      discounts: [{ coupon: off.id }],
    });
    await syncCustomer(customerId);
    expect(await noted()).toEqual(["new pro 0-18600"]);
  });

  test("nothing is noted of a sync that is rolled back", async () => {
    await subscribeAtStripe(customerId);
    const never = () => {
      throw new Error("the clock stopped");
    };
    await expect(syncCustomer(customerId, never)).rejects.toThrow("the clock stopped");
    expect(await noted()).toEqual([]);
  });
});
