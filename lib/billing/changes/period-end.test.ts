import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { cancelPlan, dropChange, keepPlan, planForPeriodEnd, resumePlan } from "@/lib/billing/changes/period-end";
import { planChanges } from "@/lib/billing/changes/plan-changes";
import {
  aSubscriber,
  aSubscriberInTime,
  atStripe,
  aYes,
  breakAt,
  paidInvoices,
  payBy,
  recordOf,
  refusalOf,
} from "@/lib/billing/changes/testing/subscriber";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";

beforeAll(ensurePrices);

const PRO = { plan: "pro", interval: "month" } as const;
const ENTERPRISE = { plan: "enterprise", interval: "month" } as const;
const DAY_S = 86_400;
const START_S = Date.UTC(2026, 0, 10, 9) / 1_000;

describe("a smaller plan", () => {
  test("waits for the period's end: shown with its day and its price, and nothing is charged", async () => {
    const { person, customerId, id } = await aSubscriber({ plan: "enterprise" });
    await planForPeriodEnd(person, PRO);
    const { items } = await atStripe(id);
    const at = new Date(items.data[0]!.current_period_end * 1_000);
    expect(items.data[0]?.price.lookup_key).toBe("parley_enterprise_month");
    expect(await planChanges(person)).toMatchObject({ planned: { ...PRO, at }, options: [] });
    expect(await billingOverview(person)).toMatchObject({
      plan: "enterprise",
      nextPayment: { amountMinor: 1_900, currency: "usd", at },
    });
    expect(await paidInvoices(customerId)).toHaveLength(1);
    expect(await recordOf(person)).toEqual(["plan.change-planned"]);
  });

  test("begins by itself on that day, and is all that is paid from then on", async () => {
    const { person, customerId, id, now, moveTo } = await aSubscriberInTime(START_S, ENTERPRISE);
    await planForPeriodEnd(person, PRO, now);
    await moveTo(START_S + 32 * DAY_S);
    await syncCustomer(customerId, now);
    expect((await atStripe(id)).key).toBe("parley_pro_month");
    expect((await paidInvoices(customerId)).map(({ total }) => total)).toEqual([1_900, 9_900]);
    expect(await planChanges(person, now)).toMatchObject({ held: PRO, planned: null });
    // The schedule that brought it is still there, and must not stand in the way.
    await cancelPlan(person, {}, now);
    expect((await planChanges(person, now))?.cancelAt).toBeInstanceOf(Date);
  });

  test("keeps a discount on both sides of the day", async () => {
    const { person, id } = await aSubscriber({ plan: "enterprise" });
    const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
    await stripe.subscriptions.update(id, { discounts: [{ coupon }] });
    await planForPeriodEnd(person, PRO);
    expect((await atStripe(id)).discounts).toHaveLength(1);
    expect(await stripe.invoices.createPreview({ subscription: id })).toMatchObject({ total: 950 });
  });

  test("pressed five times at once is planned once", async () => {
    const { person } = await aSubscriber({ plan: "enterprise" });
    await Promise.all(Array.from({ length: 5 }, () => planForPeriodEnd(person, PRO)));
    expect(await recordOf(person)).toEqual(["plan.change-planned"]);
  });

  test("whose process died half-way is planned by the next try", async () => {
    const { person, id } = await aSubscriber({ plan: "enterprise" });
    await stripe.subscriptionSchedules.create({ from_subscription: id });
    await planForPeriodEnd(person, PRO);
    expect((await planChanges(person))?.planned).toMatchObject(PRO);
  });

  test("can be taken back, and planned again", async () => {
    const { person, id } = await aSubscriber({ plan: "enterprise" });
    await planForPeriodEnd(person, PRO);
    await Promise.all([keepPlan(person), keepPlan(person)]);
    expect((await atStripe(id)).schedule).toBeNull();
    expect(await planChanges(person)).toMatchObject({ planned: null, held: ENTERPRISE });
    await planForPeriodEnd(person, PRO);
    expect(await recordOf(person)).toEqual(["plan.change-planned", "plan.change-taken-back", "plan.change-planned"]);
  });

  test("stands in the way of a bigger one until it is taken back", async () => {
    const { person } = await aSubscriber({ plan: "enterprise" });
    await planForPeriodEnd(person, PRO);
    const refused = await refusalOf(aYes(person, { plan: "enterprise", interval: "year" }));
    expect(refused.message).toBe("Another change is planned for the end of your period. Take it back first.");
  });

  test("is refused where it would not be one, and nothing is planned", async () => {
    const { person, id } = await aSubscriber();
    expect(await refusalOf(planForPeriodEnd(person, ENTERPRISE))).toMatchObject({ code: "conflict" });
    expect((await atStripe(id)).schedule).toBeNull();
  });
});

describe("cancelling", () => {
  test("ends the plan with its period, and Stripe keeps the reason", async () => {
    const { person, id } = await aSubscriber();
    await cancelPlan(person, { reason: "too_expensive", comment: "Later, perhaps" });
    const { cancel_at, cancellation_details, status } = await atStripe(id);
    expect(status).toBe("active");
    expect(cancellation_details).toMatchObject({ feedback: "too_expensive", comment: "Later, perhaps" });
    const cancelAt = new Date((cancel_at ?? 0) * 1_000);
    expect(await planChanges(person)).toMatchObject({ cancelAt, options: [] });
    expect(await billingOverview(person)).toMatchObject({ plan: "pro", endsAt: cancelAt, nextPayment: null });
  });

  test("needs no reason, and twice at once is once", async () => {
    const { person, id } = await aSubscriber();
    await Promise.all([cancelPlan(person, {}), cancelPlan(person, {})]);
    expect((await atStripe(id)).cancel_at).not.toBeNull();
    expect(await recordOf(person)).toEqual(["plan.cancelled"]);
  });

  test("drops what was planned", async () => {
    const { person, id } = await aSubscriber({ plan: "enterprise" });
    await planForPeriodEnd(person, PRO);
    await cancelPlan(person, {});
    expect((await atStripe(id)).schedule).toBeNull();
    expect(await planChanges(person)).toMatchObject({ planned: null, cancelAt: expect.any(Date) as Date });
  });

  test("in a trial costs nothing and ends with it", async () => {
    const { person, id } = await aSubscriber({ trial: true });
    await cancelPlan(person, {});
    const { cancel_at, trial_end } = await atStripe(id);
    expect(cancel_at).toBe(trial_end);
  });

  test("can be taken back until then, once however often it is pressed", async () => {
    const { person, id } = await aSubscriber();
    await cancelPlan(person, { reason: "other" });
    await Promise.all([resumePlan(person), resumePlan(person)]);
    expect(await atStripe(id)).toMatchObject({ cancel_at: null, cancel_at_period_end: false });
    expect(await planChanges(person)).toMatchObject({ cancelAt: null });
    expect(await recordOf(person)).toEqual(["plan.cancelled", "plan.resumed"]);
  });

  test("for a day that was set elsewhere is taken back too", async () => {
    const { person, id } = await aSubscriber();
    const { items } = await atStripe(id);
    await stripe.subscriptions.update(id, { cancel_at: items.data[0]!.current_period_end - DAY_S });
    await resumePlan(person);
    expect((await atStripe(id)).cancel_at).toBeNull();
  });

  test("that Stripe's answer was lost of is found by the next press", async () => {
    const { person, customerId } = await aSubscriber();
    await breakAt("POST /v1/subscriptions/*", customerId, "server_error_after_write");
    expect(await refusalOf(cancelPlan(person, {}))).toMatchObject({ code: "payments_down" });
    await cancelPlan(person, {});
    expect((await planChanges(person))?.cancelAt).toBeInstanceOf(Date);
  });
});

describe("a change that waits for its payment", () => {
  async function waiting() {
    const subscriber = await aSubscriber();
    await payBy(subscriber.customerId, "pm_card_authenticationRequired");
    await acceptQuote(subscriber.person, await aYes(subscriber.person, ENTERPRISE));
    return subscriber;
  }

  test("is dropped: its invoice can not be paid any more, and the plan is as it was", async () => {
    const { person, id, customerId } = await waiting();
    await dropChange(person);
    expect(await atStripe(id)).toMatchObject({ key: "parley_pro_month", pending_update: null });
    const [last] = (await stripe.invoices.list({ customer: customerId })).data;
    expect(last?.status).toBe("void");
    expect((await planChanges(person))?.pending).toBeNull();
    await dropChange(person);
    expect(await recordOf(person)).toEqual(["plan.change-waits", "plan.change-dropped"]);
  });

  test("is dropped too by who cancels", async () => {
    const { person, id } = await waiting();
    await cancelPlan(person, {});
    expect(await atStripe(id)).toMatchObject({ pending_update: null, cancel_at: expect.any(Number) as number });
  });
});
