import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { cancel, extendTrial, minorOf, refund } from "@/lib/billing/actions-by-admin/acts";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { DAY_MS } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

let admin: Viewer;
let person: Viewer;
let customerId: string;

beforeAll(async () => {
  await ensurePrices();
  admin = await aPerson({ role: "admin" });
});

async function aSubscriber({ trial = false } = {}) {
  person = await aPerson();
  customerId = await makeCustomer(person);
  const { id: subscriptionId } = await subscribeAtStripe(customerId, { trial });
  await syncCustomer(customerId);
  const payment = await db.payment.findFirst({ where: { userId: person.id } });
  return { subscriptionId, paymentId: payment?.id ?? "" };
}

const act = () => ({ actId: newId(), userId: person.id, reason: "They asked." });
const audited = () => db.auditEvent.findMany({ where: { subject: person.id, action: { startsWith: "billing." } } });
const refundsOf = async (payment_intent: string) => (await stripe.refunds.list({ payment_intent })).data;

describe("a refund", () => {
  let paymentId: string;
  beforeEach(async () => {
    ({ paymentId } = await aSubscriber());
  });
  const row = () => db.payment.findUniqueOrThrow({ where: { id: paymentId } });

  test("in part goes back, is seen at once, and is on record with who and why", async () => {
    await refund(admin, { ...act(), paymentId, amount: "5.50" });
    expect((await refundsOf(paymentId)).map(({ amount }) => amount)).toEqual([550]);
    expect(await row()).toMatchObject({ refundedMinor: 550 });
    const detail = { amountMinor: 550, currency: "usd", target: paymentId, reason: "They asked." };
    expect(await audited()).toMatchObject([{ actorId: admin.id, action: "billing.refund", detail }]);
  });

  test("pressed many times at once is one refund and one record", async () => {
    const wish = { ...act(), paymentId, amount: "5" };
    await Promise.all([1, 2, 3, 4].map(() => refund(admin, wish)));
    await refund(admin, wish);
    expect(await refundsOf(paymentId)).toHaveLength(1);
    expect(await audited()).toHaveLength(1);
  });

  test("that broke off after Stripe did it is finished by pressing again, and not made twice", async () => {
    const wish = { ...act(), paymentId, amount: "5" };
    const dies = () => {
      throw new Error("killed");
    };
    let ticks = 0;
    const clock = () => (ticks++ === 0 ? new Date() : dies());
    await expect(refund(admin, wish, clock)).rejects.toThrow("killed");
    expect([(await refundsOf(paymentId)).length, (await audited()).length]).toEqual([1, 0]);
    await refund(admin, wish);
    expect([(await refundsOf(paymentId)).length, (await audited()).length]).toEqual([1, 1]);
  });

  test("of another amount from the same window is refused", async () => {
    const wish = { ...act(), paymentId, amount: "5" };
    await refund(admin, wish);
    await expect(refund(admin, { ...wish, amount: "6" })).rejects.toMatchObject({ code: "conflict" });
    expect(await row()).toMatchObject({ refundedMinor: 500 });
  });

  test("of more than is left is refused by Stripe, and nothing is on record", async () => {
    await refund(admin, { ...act(), paymentId, amount: "19.00" });
    await expect(refund(admin, { ...act(), paymentId, amount: "1" })).rejects.toMatchObject({ code: "conflict" });
    expect(await audited()).toHaveLength(1);
    expect(await db.adminAct.count({ where: { userId: person.id, finishedAt: null } })).toBe(0);
  });

  test.each(["", "0", "-5", "19.01", "5.001", "1e3", "five", "5 "])("of “%s” asks for an amount", async (amount) => {
    await expect(refund(admin, { ...act(), paymentId, amount })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await refundsOf(paymentId)).toEqual([]);
  });

  test("of somebody else's payment does not exist", async () => {
    const other = await aPerson();
    const wish = { ...act(), userId: other.id, paymentId, amount: "5" };
    await expect(refund(admin, wish)).rejects.toMatchObject({ code: "not_found" });
  });

  test("while Stripe is away says so, keeps no record, and can be pressed again", async () => {
    const wish = { ...act(), paymentId, amount: "5" };
    const order = { kind: "cut_before_write", customer: customerId, count: 3 };
    const fault = (await stripe.rawRequest("POST", "/_sandbox/faults", order)) as unknown as { id: string };
    const first = refund(admin, wish);
    await expect(first).rejects.toMatchObject({ code: "payments_down" });
    await stripe.rawRequest("DELETE", `/_sandbox/faults/${fault.id}`);
    expect(await audited()).toEqual([]);
    await refund(admin, wish);
    expect(await row()).toMatchObject({ refundedMinor: 500 });
  });
});

describe("a cancellation", () => {
  test.each([
    ["now", { status: "canceled" }],
    ["period_end", { status: "active", endedAt: null }],
  ] as const)("%s is seen at once and is one record, however often pressed", async (when, expected) => {
    const { subscriptionId } = await aSubscriber();
    const wish = { ...act(), subscriptionId, when };
    await Promise.all([cancel(admin, wish), cancel(admin, wish)]);
    const row = await db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
    expect(row).toMatchObject(expected);
    expect(row.cancelAt ?? row.endedAt).not.toBeNull();
    expect(await audited()).toMatchObject([{ action: "billing.cancel", detail: { when, reason: "They asked." } }]);
  });

  test("of somebody else's subscription does not exist", async () => {
    const { subscriptionId } = await aSubscriber();
    const wish = { ...act(), userId: admin.id, subscriptionId, when: "now" as const };
    await expect(cancel(admin, wish)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a longer trial", () => {
  test("ends so many days later, once", async () => {
    const { subscriptionId } = await aSubscriber({ trial: true });
    const before = await db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
    const wish = { ...act(), subscriptionId, days: 7 };
    await extendTrial(admin, wish);
    await extendTrial(admin, wish);
    const after = await db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
    expect(after.trialEnd!.getTime() - before.trialEnd!.getTime()).toBe(7 * DAY_MS);
    expect(after.status).toBe("trialing");
    expect(await audited()).toMatchObject([{ action: "billing.extend-trial", detail: { days: 7 } }]);
  });

  test("of what is no trial is refused", async () => {
    const { subscriptionId } = await aSubscriber();
    await expect(extendTrial(admin, { ...act(), subscriptionId, days: 7 })).rejects.toMatchObject({ code: "conflict" });
    expect(await audited()).toEqual([]);
  });
});

test.each([
  ["12.50", "usd", 1_250],
  ["12,5", "eur", 1_250],
  ["0.07", "usd", 7],
  ["1900", "jpy", 1_900],
  ["19.5", "jpy", undefined],
  ["1.905", "kwd", 1_905],
  ["1.905", "usd", undefined],
  [".5", "usd", undefined],
])("“%s” in %s is %s of its smallest unit", (amount, currency, minor) => {
  expect(minorOf(amount, currency)).toBe(minor);
});
