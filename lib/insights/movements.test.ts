import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { aPerson } from "@/lib/billing/testing/world";
import { db, type Prisma } from "@/lib/db/client";
import { monthsOf, movements } from "@/lib/insights/movements";
import type { ChangeSum } from "@/lib/insights/queries/sums";
import { newId } from "@/lib/platform/ids";

const at = (date: string) => new Date(`2026-${date}Z`);
const NOW = at("11-21T12:00:00");
const now = () => NOW;

type Told = [day: string, kind: ChangeSum["kind"], before: number, after: number, plan?: string];

/** What a person's one subscription went through. Returns its id. */
async function aLife(changes: Told[], { currency = "usd" } = {}): Promise<string> {
  const { id: userId } = await aPerson();
  const subscriptionId = `sub_${newId()}`;
  await db.recurringChange.createMany({
    data: changes.map(([day, kind, before, after, plan = "pro"], index) => ({
      id: newId(),
      userId,
      customerId: `cus_${userId}`,
      subscriptionId,
      sequence: index + 1,
      kind,
      plan,
      currency,
      beforeYearlyMinor: before,
      afterYearlyMinor: after,
      at: at(`${day}T00:00:00`),
      createdAt: NOW,
    })),
  });
  await aSubscription({ id: subscriptionId, userId, customerId: `cus_${userId}`, currency });
  return subscriptionId;
}

type Row = Pick<Prisma.SubscriptionUncheckedCreateInput, "id" | "userId" | "customerId"> &
  Partial<Prisma.SubscriptionUncheckedCreateInput>;

function aSubscription(row: Row) {
  return db.subscription.create({
    data: {
      status: "active",
      plan: "pro",
      priceId: "price_1",
      interval: "month",
      currency: "usd",
      unitAmountMinor: 1_900,
      livemode: false,
      stripeCreatedAt: NOW,
      syncedAt: NOW,
      ...row,
    },
  });
}

async function anInvoice(subscriptionId: string | null, wish: Partial<Prisma.InvoiceUncheckedCreateInput>) {
  const { id: userId } = await aPerson();
  await db.invoice.create({
    data: {
      id: `in_${newId()}`,
      userId,
      customerId: `cus_${userId}`,
      subscriptionId,
      status: "paid",
      currency: "usd",
      totalMinor: 1_900,
      amountDueMinor: 1_900,
      amountPaidMinor: 1_900,
      amountRemainingMinor: 0,
      attemptCount: 1,
      livemode: false,
      stripeCreatedAt: at("11-10T00:00:00"),
      syncedAt: NOW,
      ...wish,
    },
  });
}

async function aPayment(refundedMinor: number, stripeCreatedAt: Date) {
  const { id: userId } = await aPerson();
  await db.payment.create({
    data: {
      id: `pi_${newId()}`,
      userId,
      customerId: `cus_${userId}`,
      status: "succeeded",
      currency: "usd",
      amountMinor: 1_900,
      receivedMinor: 1_900,
      refundedMinor,
      livemode: false,
      stripeCreatedAt,
      syncedAt: NOW,
    },
  });
}

async function aDispute(id: string, { currency = "usd", type = "charge.dispute.created" } = {}) {
  await db.stripeEvent.create({
    data: {
      id: `evt_${newId()}`,
      type,
      livemode: false,
      payload: { data: { object: { id, amount: 1_900, currency } } },
      stripeCreatedAt: at("11-10T00:00:00"),
      receivedAt: NOW,
    },
  });
}

/**
 * A fixed history. What a month brings, by hand (a month's 19.00 is 228.00 a year, a year's 190.00 is 15.83⅓ a month):
 *   ada  Pro since 5 September                                  19.00
 *   bob  Pro since 6 September, yearly since 7 October          19.00, then 15.83⅓
 *   cleo Pro since 7 September, gone on 8 October, back 9 Nov   19.00, 0, 19.00
 *   dan  Pro since 10 November, Enterprise since 12 November    19.00, then 99.00
 *   eve  Enterprise since 1 October, gone on 20 November        99.00, then 0
 *   flo  Pro in euros since 2 November                          never among the dollars
 */
const MONTH = 22_800;
const BIG = 118_800;
let adas: string;

beforeAll(async () => {
  adas = await aLife([["09-05", "new", 0, MONTH]]);
  await aLife([
    ["09-06", "new", 0, MONTH],
    ["10-07", "contraction", MONTH, 19_000],
  ]);
  await aLife([
    ["09-07", "new", 0, MONTH],
    ["10-08", "churn", MONTH, 0],
    ["11-09", "reactivation", 0, MONTH],
  ]);
  const dans = await aLife([
    ["11-10", "new", 0, MONTH],
    ["11-12", "expansion", MONTH, BIG, "enterprise"],
  ]);
  await db.subscription.update({ where: { id: dans }, data: { plan: "enterprise", trialEnd: at("11-10T00:00:00") } });
  await aLife([
    ["10-01", "new", 0, BIG, "enterprise"],
    ["11-20", "churn", BIG, 0, "enterprise"],
  ]);
  await aLife([["11-02", "new", 0, MONTH]], { currency: "eur" });

  const { id: userId } = await aPerson();
  const trial = { userId, customerId: "cus_trial" };
  // Ended unpaid; left before its end; still runs; ended long ago.
  await aSubscription({ id: "sub_a", ...trial, status: "canceled", trialEnd: at("11-15T00:00:00") });
  const left = { trialEnd: at("12-01T00:00:00"), endedAt: at("11-18T00:00:00") };
  await aSubscription({ id: "sub_b", ...trial, status: "canceled", ...left });
  await aSubscription({ id: "sub_c", ...trial, status: "trialing", trialEnd: at("12-01T00:00:00") });
  // An operator gave it, so it is no trial that was not paid for.
  const given = { trialEnd: at("11-15T00:00:00"), givenUntil: at("11-15T00:00:00") };
  await aSubscription({ id: "sub_given", ...trial, status: "canceled", ...given });
  await aSubscription({ id: "sub_d", ...trial, status: "canceled", trialEnd: at("10-01T00:00:00") });

  await anInvoice(adas, {});
  await anInvoice(adas, { stripeCreatedAt: at("10-05T00:00:00"), attemptCount: 4 });
  await anInvoice(adas, { attemptCount: 3 });
  await anInvoice(dans, { amountPaidMinor: 9_900, totalMinor: 9_900 });
  await anInvoice(dans, { status: "open", amountPaidMinor: 0, amountRemainingMinor: 1_900 });
  await anInvoice(dans, { status: "draft", amountPaidMinor: 0, attemptCount: 0 });
  await anInvoice(null, { amountPaidMinor: 500, totalMinor: 500 });
  await anInvoice(adas, { currency: "eur" });
  await aPayment(1_900, at("11-10T00:00:00"));
  await aPayment(400, at("11-11T00:00:00"));
  await aPayment(0, at("11-12T00:00:00"));
  await aPayment(1_900, at("10-01T00:00:00"));
  await aDispute("dp_1");
  await aDispute("dp_1");
  await aDispute("dp_2", { currency: "eur" });
  await aDispute("dp_3", { type: "charge.dispute.closed" });
});

describe("month by month", () => {
  test("each movement is what it is by hand, and makes the end from the beginning", async () => {
    const { months } = await movements({}, now);
    const lines = months.map((each) => Object.values(each).join(" "));
    expect(lines.slice(-4)).toEqual([
      "2026-08 0 0 0 0 0 0 0 0 0 0",
      "2026-09 0 5700 0 0 0 0 5700 3 3 0",
      // 57.00 + 99.00 - 3.16⅔ - 19.00 = 133.83⅓
      "2026-10 5700 9900 0 0 -317 -1900 13383 3 1 1",
      // 133.83⅓ + 19.00 + 19.00 + 80.00 - 99.00 = 152.83⅓
      "2026-11 13383 1900 1900 8000 0 -9900 15283 4 2 1",
    ]);
    expect(months).toHaveLength(12);
    expect(months[0]?.month).toBe("2025-12");
  });

  test("what is before the first month is in its beginning", async () => {
    const sums: ChangeSum[] = [
      { currency: "usd", month: "2020-01", kind: "new", isRecent: false, count: 2, yearlyMinor: 24_000n },
      { currency: "usd", month: "2020-02", kind: "churn", isRecent: false, count: 1, yearlyMinor: -12_000n },
    ];
    expect(monthsOf(sums, { asOf: NOW, count: 1 })).toMatchObject([{ startMinor: 1_000, endMinor: 1_000, paying: 1 }]);
  });

  test("a year has twelve months also in January, and on a 31st", () => {
    const names = (asOf: string) => monthsOf([], { asOf: new Date(asOf), count: 3 }).map(({ month }) => month);
    expect(names("2027-01-31T23:59:59Z")).toEqual(["2026-11", "2026-12", "2027-01"]);
    expect(names("2026-03-31T00:00:00Z")).toEqual(["2026-01", "2026-02", "2026-03"]);
  });

  test("whatever happened, the parts of a month add up to the cent", () => {
    const change = fc.record({
      yearly: fc.integer({ min: 1, max: 99_999 }),
      month: fc.constantFrom("2026-10", "2026-11"),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (all) => {
        const sums = all.map(({ yearly, month }): ChangeSum => {
          return { currency: "usd", month, kind: "new", isRecent: true, count: 1, yearlyMinor: BigInt(yearly) };
        });
        for (const each of monthsOf(sums, { asOf: NOW, count: 2 })) {
          const { startMinor, newMinor, reactivationMinor, expansionMinor, contractionMinor, churnMinor } = each;
          expect(startMinor + newMinor + reactivationMinor + expansionMinor + contractionMinor + churnMinor).toBe(
            each.endMinor,
          );
        }
      }),
    );
  });
});

describe("the figures, by hand", () => {
  test("revenue and churn", async () => {
    const { figures } = await movements({}, now);
    // A year: 228 + 190 + 228 + 1188 = 1834; a person: 1834 / 12 / 4 = 38.2083.
    expect(figures.arr).toEqual({ amountMinor: 183_400, currency: "usd" });
    expect(figures.arpu?.amountMinor).toBe(3_821);
    // On 22 October ada, bob and eve paid; eve left since. 19.00 + 15.83⅓ + 99.00 = 133.83⅓, of which 99.00 is lost.
    expect(figures.customerChurn).toEqual({ part: 1, whole: 3 });
    expect(figures.revenueChurn).toEqual({ part: 9_900, whole: 13_383 });
    // 38.2083 / (1 / 3) = 114.625.
    expect(figures.ltv?.amountMinor).toBe(11_463);
  });

  test("trials, failed payments, refunds and disputes", async () => {
    const { figures } = await movements({}, now);
    expect(figures.conversion).toEqual({ part: 1, whole: 3 });
    expect(figures.recovery).toEqual({ part: 1, whole: 2 });
    expect(figures.refunds).toEqual({ count: 2, total: { amountMinor: 2_300, currency: "usd" } });
    expect(figures.disputes).toEqual({ count: 1, total: { amountMinor: 1_900, currency: "usd" } });
  });

  test("revenue by plan is the ledger of invoices, with nothing left out and nothing twice", async () => {
    const { figures } = await movements({}, now);
    expect(figures.revenue.map(({ plan, invoices, paid }) => [plan, invoices, paid.amountMinor])).toEqual([
      ["enterprise", 1, 9_900],
      ["pro", 2, 3_800],
      [null, 1, 500],
    ]);
    const { _sum } = await db.invoice.aggregate({
      where: { currency: "usd", stripeCreatedAt: { gte: at("10-22T12:00:00") } },
      _sum: { amountPaidMinor: true },
    });
    expect(figures.revenue.reduce((sum, { paid }) => sum + paid.amountMinor, 0)).toBe(_sum.amountPaidMinor);
  });
});

describe("currencies", () => {
  test("are shown apart and never added", async () => {
    const euros = await movements({ currency: "eur" }, now);
    expect(euros.currencies).toEqual(["usd", "eur"]);
    expect(euros.months.at(-1)).toMatchObject({ startMinor: 0, newMinor: 1_900, endMinor: 1_900, paying: 1 });
    expect(euros.figures).toMatchObject({ ltv: null, customerChurn: { part: 0, whole: 0 }, disputes: { count: 1 } });
  });

  test("one that nobody pays in is the standard one", async () => {
    expect((await movements({ currency: "'; DROP TABLE users" }, now)).currency).toBe("usd");
  });
});

test("before there was anything, everything is nothing", async () => {
  const { figures, months } = await movements({ currency: "gbp" }, () => at("01-15T00:00:00"));
  expect(months[0]).toMatchObject({ month: "2025-02", startMinor: 0, endMinor: 0, paying: 0 });
  expect(figures.refunds.count).toBeGreaterThanOrEqual(0);
});
