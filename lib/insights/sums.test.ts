import fc from "fast-check";
import { afterEach, beforeAll, expect, test } from "vitest";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { insightsJobs } from "@/lib/insights/jobs";
import { sumPaid } from "@/lib/insights/queries/sums";
import { recounted } from "@/lib/insights/testing/recount";
import { fold, mend } from "@/lib/insights/sums";
import { newId } from "@/lib/platform/ids";

const AT = new Date("2026-11-21T12:00:00Z");
const DAYS = ["2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00Z", "2026-01-31T12:00:00Z", "2026-11-20T08:00:00Z"];
let userId: string;

beforeAll(async () => {
  userId = (await aPerson()).id;
});
afterEach(async () => {
  await db.invoice.deleteMany();
  await db.subscription.deleteMany();
});

const plan = fc.constantFrom("pro", "enterprise", null);
const currency = fc.constantFrom("usd", "eur");
const subscription = fc.record({
  act: fc.constant("subscription" as const),
  id: fc.constantFrom("sub_1", "sub_2", "sub_3"),
  plan,
  currency,
  status: fc.constantFrom("active", "trialing", "past_due", "canceled"),
  unitAmountMinor: fc.constantFrom(1_900, 9_900),
  quantity: fc.constantFrom(1, 3),
  yearlyMinor: fc.constantFrom(0n, 22_800n, 99_000n),
});
const invoice = fc.record({
  act: fc.constant("invoice" as const),
  id: fc.constantFrom("in_1", "in_2", "in_3", "in_4"),
  subscriptionId: fc.constantFrom("sub_1", "sub_2", "sub_3", null),
  currency,
  amountPaidMinor: fc.constantFrom(0, 1_900, 9_900),
  stripeCreatedAt: fc.constantFrom(...DAYS).map((day) => new Date(day)),
});
const change = fc.record({
  act: fc.constant("change" as const),
  kind: fc.constantFrom("new", "reactivation", "churn"),
  currency,
  yearly: fc.constantFrom(22_800n, 99_000n),
  at: fc.constantFrom(...DAYS).map((day) => new Date(day)),
});
const removal = fc.record({
  act: fc.constant("removal" as const),
  id: fc.constantFrom("sub_1", "sub_2", "in_1", "in_2"),
});
const foldingInBetween = fc.record({ act: fc.constant("fold" as const) });
type Made<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
type Named = "act" | "id" | "amountPaidMinor";
type Act = Made<typeof subscription | typeof invoice | typeof change | typeof removal | typeof foldingInBetween>;

async function perform(act: Act): Promise<void> {
  if (act.act === "fold") return fold();
  if (act.act === "removal") {
    await db.invoice.deleteMany({ where: { id: act.id } });
    await db.subscription.deleteMany({ where: { id: act.id } });
    return;
  }
  if (act.act === "change") return noteChange(act);
  const base = { userId, customerId: "cus_1", livemode: false, syncedAt: AT };
  if (act.act === "subscription") {
    const { act: _act, ...row } = act;
    const data = { ...base, ...row, priceId: "price_1", interval: "month", stripeCreatedAt: AT };
    await db.subscription.upsert({ where: { id: row.id }, create: data, update: data });
    return;
  }
  const { act: _act, ...row } = act;
  await putInvoice(row);
}

async function putInvoice(wish: { id: string; amountPaidMinor: number } & Partial<Omit<Made<typeof invoice>, Named>>) {
  const data = {
    userId,
    customerId: "cus_1",
    livemode: false,
    syncedAt: AT,
    currency: "usd",
    status: "paid",
    totalMinor: 9_900,
    amountDueMinor: 9_900,
    amountRemainingMinor: 0,
    stripeCreatedAt: new Date("2026-11-20T08:00:00Z"),
    ...wish,
  };
  await db.invoice.upsert({ where: { id: wish.id }, create: data, update: data });
}

async function noteChange({ kind, currency: paidIn, yearly, at }: Made<typeof change>) {
  const [before, after] = kind === "churn" ? [yearly, 0n] : [0n, yearly];
  await db.recurringChange.create({
    data: {
      id: newId(),
      userId,
      customerId: "cus_1",
      subscriptionId: `sub_${newId()}`,
      sequence: 1,
      kind,
      plan: "pro",
      currency: paidIn,
      beforeYearlyMinor: before,
      afterYearlyMinor: after,
      at,
      createdAt: AT,
    },
  });
}

test("whatever is written, changed and taken away, the sums are what a full recount finds", async () => {
  const histories = fc.array(fc.oneof(subscription, invoice, change, removal, foldingInBetween), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      for (const act of history) await perform(act);
      const { kept, counted } = await recounted();
      expect(kept).toEqual(counted);
      await fold();
      expect((await recounted()).kept).toEqual(counted);
    }),
    { numRuns: 12 },
  );
});

test("what is rolled back was never counted", async () => {
  const before = await recounted();
  await expect(
    db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE subscriptions SET plan = 'enterprise'`;
      await tx.$executeRaw`DELETE FROM invoices`;
      throw new Error("the process died");
    }),
  ).rejects.toThrow("the process died");
  expect(await recounted()).toEqual(before);
});

test("those who write at once, while others fold, lose nothing", async () => {
  const invoices = Array.from({ length: 20 }, (_, index) => putInvoice({ id: `in_${index}`, amountPaidMinor: 100 }));
  await Promise.all([...invoices, fold(), fold(), fold(), mend()]);
  await fold();
  expect(await sumPaid("usd", new Date("2026-11-20"))).toEqual([{ plan: null, invoices: 20, paidMinor: 2_000 }]);
  const { kept, counted } = await recounted();
  expect(kept).toEqual(counted);
});

test("what a trigger did not see is found by the nightly recount, put right and told", async () => {
  const pro = { plan: "pro", currency: "usd", status: "active" } as const;
  await perform({
    act: "subscription",
    id: "sub_1",
    ...pro,
    unitAmountMinor: 1_900,
    quantity: 1,
    yearlyMinor: 22_800n,
  });
  expect(await mend()).toEqual({ mended: 0 });
  await db.$executeRaw`UPDATE billing_sums SET amount_minor = amount_minor + 7 WHERE id = (SELECT min(id) FROM billing_sums)`;
  await db.$executeRaw`DELETE FROM subscription_tallies`;
  const before = await recounted();
  expect(before.kept).not.toEqual(before.counted);
  const [first, second] = await Promise.all([mend(), mend()]);
  expect(first.mended + second.mended).toBe(2);
  const { kept, counted } = await recounted();
  expect(kept).toEqual(counted);
});

test("both are jobs", async () => {
  const run = { attempt: 1, maxAttempts: 1 };
  for (const job of Object.values(insightsJobs)) await job({}, run);
  const { kept, counted } = await recounted();
  expect(kept).toEqual(counted);
});
