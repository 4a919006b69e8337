import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { goOn, pausePlan, quoteGoingOn } from "@/lib/billing/changes/pause";
import { cancelPlan, planForPeriodEnd } from "@/lib/billing/changes/period-end";
import { planChanges } from "@/lib/billing/changes/plan-changes";
import { quoteChange } from "@/lib/billing/changes/quote";
import {
  aSubscriber,
  aSubscriberInTime,
  atStripe,
  breakAt,
  paidInvoices,
  payBy,
  recordOf,
  refusalOf,
} from "@/lib/billing/changes/testing/subscriber";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import { standingOf } from "@/lib/billing/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";

beforeAll(ensurePrices);

const DAY_S = 86_400;
const START_S = Date.UTC(2026, 0, 10, 9) / 1_000;
const day = (text: string) => new Date(`${text}T09:00:00Z`);

/** Paid on January 10, and paused from February 10 for two months. */
async function aPausedOne(card?: string) {
  const subscriber = await aSubscriberInTime(START_S);
  await pausePlan(subscriber.person, { months: 2 }, subscriber.now);
  await subscriber.moveTo(START_S + 45 * DAY_S);
  if (card !== undefined) await payBy(subscriber.customerId, card);
  await syncCustomer(subscriber.customerId, subscriber.now);
  return subscriber;
}

/** What the figures are told of a person, in order. */
async function recurringOf({ id: userId }: Viewer): Promise<string[]> {
  const changes = await db.recurringChange.findMany({ where: { userId }, orderBy: { id: "asc" } });
  return changes.map(({ kind }) => kind);
}

describe("a pause", () => {
  test("leaves what is paid for, then gives nothing and charges nothing, and goes on by itself", async () => {
    const { person, customerId, now, moveTo } = await aSubscriberInTime(START_S);
    await pausePlan(person, { months: 2 }, now);
    const paused = { from: day("2026-02-10"), until: day("2026-04-10") };
    expect(await planChanges(person, now)).toMatchObject({ paused, canPause: false, options: [] });
    expect(await billingOverview(person, {}, now)).toMatchObject({
      plan: "pro",
      reason: "You have Pro until February 10, 2026. Then it pauses, until April 10, 2026.",
      renewsAt: paused.until,
      nextPayment: { amountMinor: 1_900, at: paused.until },
    });

    await moveTo(START_S + 88 * DAY_S);
    await syncCustomer(customerId, now);
    expect(await paidInvoices(customerId)).toHaveLength(1);
    expect(await billingOverview(person, {}, now)).toMatchObject({
      plan: "free",
      state: "paused",
      needsAttention: false,
      nextPayment: { amountMinor: 1_900, at: paused.until },
    });
    expect((await standingOf(person.id, now)).plan).toBe("free");
    expect(await recurringOf(person)).toEqual(["new", "churn"]);

    await moveTo(START_S + 91 * DAY_S);
    await syncCustomer(customerId, now);
    expect(await recurringOf(person)).toEqual(["new", "churn", "reactivation"]);
    expect(await paidInvoices(customerId)).toHaveLength(2);
    expect(await standingOf(person.id, now)).toMatchObject({
      plan: "pro",
      reason: "You have Pro. It renews on May 10, 2026.",
    });
    expect(await planChanges(person, now)).toMatchObject({ paused: null, canPause: true });
  });

  test("pressed five times at once, also for another length, is one pause, the first", async () => {
    const { person, id } = await aSubscriber();
    await pausePlan(person, { months: 1 });
    await Promise.all([1, 2, 3].map((months) => pausePlan(person, { months })));
    expect(await recordOf(person)).toEqual(["plan.paused"]);
    const { pause_collection, status } = await atStripe(id);
    expect([pause_collection?.behavior, status]).toEqual(["void", "active"]);
    const { paused } = (await planChanges(person))!;
    expect(paused!.until.getTime() - paused!.from.getTime()).toBeLessThanOrEqual(31 * DAY_S * 1_000);
  });

  test("whose answer from Stripe was lost is found by the next press", async () => {
    const { person, customerId } = await aSubscriber();
    await breakAt("POST /v1/subscriptions/*", customerId, "server_error_after_write");
    expect(await refusalOf(pausePlan(person, { months: 1 }))).toMatchObject({ code: "payments_down" });
    await pausePlan(person, { months: 3 });
    expect((await planChanges(person))?.paused).not.toBeNull();
  });

  test("is refused in a trial, by the year, and while something else is under way", async () => {
    const trial = await aSubscriber({ trial: true });
    expect((await refusalOf(pausePlan(trial.person, { months: 1 }))).message).toContain("nothing to pause");
    const yearly = await aSubscriber({ interval: "year" });
    expect((await refusalOf(pausePlan(yearly.person, { months: 1 }))).message).toContain("paid by the year");
    expect((await planChanges(yearly.person))?.canPause).toBe(false);
    const planned = await aSubscriber({ plan: "enterprise" });
    await planForPeriodEnd(planned.person, { plan: "pro", interval: "month" });
    expect((await refusalOf(pausePlan(planned.person, { months: 1 }))).message).toContain("Take it back first");
  });

  test("stands in the way of a change, and not of cancelling", async () => {
    const { person, id } = await aSubscriber();
    await pausePlan(person, { months: 1 });
    const refused = await refusalOf(quoteChange(person, { plan: "enterprise", interval: "month" }));
    expect(refused.message).toBe("Pro is paused, or is going to be. Let it go on first, then change.");
    await cancelPlan(person, {});
    expect((await atStripe(id)).cancel_at).not.toBeNull();
    expect((await refusalOf(goOn(person, { dueMinor: 0 }))).message).toContain("Resume it first");
  });
});

describe("going on", () => {
  test("before it pauses costs nothing, and the next renewal is charged as ever", async () => {
    const { person, customerId, id, now, moveTo } = await aSubscriberInTime(START_S);
    await pausePlan(person, { months: 3 }, now);
    expect(await quoteGoingOn(person, now)).toMatchObject({ dueMinor: 0, renewsAt: day("2026-02-10") });
    await Promise.all([goOn(person, { dueMinor: 0 }, now), goOn(person, { dueMinor: 0 }, now)]);
    expect((await atStripe(id)).pause_collection).toBeNull();
    expect(await planChanges(person, now)).toMatchObject({ paused: null, canPause: true });
    expect(await recordOf(person)).toEqual(["plan.paused", "plan.went-on"]);
    await moveTo(START_S + 32 * DAY_S);
    expect(await paidInvoices(customerId)).toHaveLength(2);
  });

  test("in it begins a month today, for what was quoted, once however often it is pressed", async () => {
    const { person, customerId, now } = await aPausedOne();
    const quote = await quoteGoingOn(person, now);
    expect(quote).toMatchObject({ dueMinor: 1_900, currency: "usd" });
    await Promise.all([1, 2, 3].map(() => goOn(person, { dueMinor: 1_900 }, now)));
    expect((await paidInvoices(customerId)).map(({ total }) => total)).toEqual([1_900, 1_900]);
    expect(await standingOf(person.id, now)).toMatchObject({
      plan: "pro",
      state: "active",
      period: { startsAt: now() },
    });
    expect(await recordOf(person)).toEqual(["plan.paused", "plan.went-on"]);
  });

  test("for another price than was shown is not done", async () => {
    const { person, customerId, id, now } = await aPausedOne();
    const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
    await stripe.subscriptions.update(id, { discounts: [{ coupon }] });
    expect(await refusalOf(goOn(person, { dueMinor: 1_900 }, now))).toMatchObject({ code: "conflict" });
    expect(await paidInvoices(customerId)).toHaveLength(1);
    expect((await quoteGoingOn(person, now)).dueMinor).toBe(950);
  });

  test.each(["pm_card_chargeCustomerFail", "pm_card_authenticationRequired"])(
    "with %s leaves it paused, and leaves nothing to pay",
    async (card) => {
      const { person, customerId, id, now } = await aPausedOne(card);
      const refused = await refusalOf(goOn(person, { dueMinor: 1_900 }, now));
      expect(refused.code).toBe("card_declined");
      expect(refused.message).toContain("Pro stays paused.");
      expect((await atStripe(id)).pause_collection).not.toBeNull();
      expect((await stripe.invoices.list({ customer: customerId, status: "open" })).data).toEqual([]);
      expect((await standingOf(person.id, now)).state).toBe("paused");
    },
  );

  test("of what is not paused is no question", async () => {
    const { person } = await aSubscriber();
    expect(await refusalOf(quoteGoingOn(person))).toMatchObject({ code: "conflict" });
    await goOn(person, { dueMinor: 1_900 });
    expect(await recordOf(person)).toEqual([]);
  });
});

test("what is collected again at Stripe is not given before it is paid for", async () => {
  const { person, customerId, id, now, moveTo } = await aPausedOne();
  await stripe.subscriptions.update(id, { pause_collection: "" });
  await syncCustomer(customerId, now);
  expect(await planChanges(person, now)).toMatchObject({ paused: { until: day("2026-03-10") } });
  expect((await standingOf(person.id, now)).plan).toBe("free");
  await moveTo(START_S + 61 * DAY_S);
  await syncCustomer(customerId, now);
  expect(await paidInvoices(customerId)).toHaveLength(2);
  expect((await standingOf(person.id, now)).plan).toBe("pro");
});
