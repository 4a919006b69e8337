import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { comp, compPlan } from "@/lib/billing/actions-by-admin/comp";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { pausePlan } from "@/lib/billing/changes/pause";
import { cancelPlan, resumePlan } from "@/lib/billing/changes/period-end";
import { planChanges } from "@/lib/billing/changes/plan-changes";
import { quoteChange } from "@/lib/billing/changes/quote";
import { aSubscriber, aSubscriberInTime, aYes } from "@/lib/billing/changes/testing/subscriber";
import { plusMonths } from "@/lib/billing/cycle";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, customerOf, makeCustomer, subscribe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

let admin: Viewer;
beforeAll(async () => {
  await ensurePrices();
  admin = await aPerson({ role: "admin" });
});

const act = ({ id: userId }: Viewer) => ({ actId: newId(), userId, reason: "They waited long." });
const rowOf = (id: string) => db.subscription.findUniqueOrThrow({ where: { id } });
const audited = ({ id }: Viewer) => db.auditEvent.findMany({ where: { subject: id, action: "billing.comp" } });
const lettersTo = ({ id: userId }: Viewer) =>
  db.notification.findMany({ where: { userId, template: "complimentary" } });
const paidBy = async (customer: string) =>
  (await stripe.paymentIntents.list({ customer })).data.reduce((sum, { amount_received }) => sum + amount_received, 0);
const subscriptionsOf = async (customer: string) => (await stripe.subscriptions.list({ customer, status: "all" })).data;
const day = (moment: Date) => moment.toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" });
const atS = (moment: Date) => moment.getTime() / 1_000;

describe("months of what somebody pays for", () => {
  const start = new Date("2027-01-31T09:00:00Z");

  test("are so many renewals that cost nothing, and the one after them is paid for by itself", async () => {
    const one = await aSubscriberInTime(atS(start));
    await syncCustomer(one.customerId);
    await comp(admin, { ...act(one.person), subscriptionId: one.id, months: 2 }, one.now);
    const paidAgain = plusMonths(start, 3);
    expect(await rowOf(one.id)).toMatchObject({ status: "active", yearlyMinor: 0n, givenUntil: paidAgain });
    const paid: number[] = [];
    for (const month of [1, 2, 3]) {
      await one.moveTo(atS(plusMonths(start, month)) + 7_200);
      paid.push(await paidBy(one.customerId));
    }
    expect(paid).toEqual([1_900, 1_900, 3_800]);
    await syncCustomer(one.customerId, one.now);
    expect(await rowOf(one.id)).toMatchObject({ status: "active", yearlyMinor: 22_800n, givenUntil: null });
  });

  test("are told in one sentence, with the day of the next payment", async () => {
    const { person, id } = await aSubscriber();
    await comp(admin, { ...act(person), subscriptionId: id, months: 3 });
    const { givenUntil } = await rowOf(id);
    const { state, reason, renewsAt, nextPayment } = await billingOverview(person);
    expect({ state, renewsAt, nextPayment }).toEqual({
      state: "active",
      renewsAt: givenUntil,
      nextPayment: { amountMinor: 1_900, currency: "usd", at: givenUntil },
    });
    expect(reason).toBe(
      `You have Pro. Nothing is charged for it before ${day(givenUntil!)}: we give you the time until then.`,
    );
  });

  test("pressed many times at once, and again, are one coupon, one record and one letter", async () => {
    const { person, id } = await aSubscriber();
    const wish = { ...act(person), subscriptionId: id, months: 1 };
    await Promise.all([1, 2, 3].map(() => comp(admin, wish)));
    await comp(admin, wish);
    expect((await stripe.subscriptions.retrieve(id)).discounts).toHaveLength(1);
    expect(await audited(person)).toMatchObject([
      { actorId: admin.id, detail: { plan: "pro", months: 1, target: id, reason: "They waited long." } },
    ]);
    expect(await lettersTo(person)).toHaveLength(1);
  });

  test("that broke off after Stripe gave them are finished by pressing again", async () => {
    const { person, id } = await aSubscriber();
    const wish = { ...act(person), subscriptionId: id, months: 1 };
    let ticks = 0;
    const dies = () => {
      if (ticks++ === 0) return now();
      throw new Error("killed");
    };
    await expect(comp(admin, wish, dies)).rejects.toThrow("killed");
    expect([(await audited(person)).length, (await lettersTo(person)).length]).toEqual([0, 0]);
    await comp(admin, wish);
    expect([(await audited(person)).length, (await lettersTo(person)).length]).toEqual([1, 1]);
    expect((await stripe.subscriptions.retrieve(id)).discounts).toHaveLength(1);
  });

  test("stand beside the discount that somebody has, which goes on after them", async () => {
    const { person, id, customerId } = await aSubscriber();
    const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: "forever" });
    await stripe.subscriptions.update(id, { discounts: [{ coupon }] });
    await syncCustomer(customerId);
    await comp(admin, { ...act(person), subscriptionId: id, months: 1 });
    expect((await stripe.subscriptions.retrieve(id)).discounts).toHaveLength(2);
  });

  test("are given once: not again while they run, and the refusal says so", async () => {
    const { person, id } = await aSubscriber();
    await comp(admin, { ...act(person), subscriptionId: id, months: 1 });
    await expect(comp(admin, { ...act(person), subscriptionId: id, months: 1 })).rejects.toMatchObject({
      code: "conflict",
      message: "Months of it were given already.",
    });
    expect(await audited(person)).toHaveLength(1);
    expect(await db.adminAct.count({ where: { userId: person.id, finishedAt: null } })).toBe(0);
  });

  test("can not become a year for nothing, nor more seats, nor be paused, but a bigger plan that is paid for", async () => {
    const { person, id } = await aSubscriber();
    await comp(admin, { ...act(person), subscriptionId: id, months: 2 });
    await expect(quoteChange(person, { plan: "pro", interval: "year" })).rejects.toMatchObject({ code: "conflict" });
    expect((await planChanges(person))?.options.map(({ plan }) => plan)).toEqual(["enterprise", "enterprise"]);
    await expect(pausePlan(person, { months: 1 })).rejects.toMatchObject({ code: "conflict" });
    await acceptQuote(person, await aYes(person, { plan: "enterprise", interval: "month" }));
    expect(await rowOf(id)).toMatchObject({ plan: "enterprise", yearlyMinor: 118_800n, givenUntil: null });

    const team = await aSubscriber({ plan: "enterprise" });
    await comp(admin, { ...act(team.person), subscriptionId: team.id, months: 2 });
    const more = { plan: "enterprise", interval: "month", seats: 3 } as const;
    await expect(quoteChange(team.person, more)).rejects.toMatchObject({ code: "conflict" });
  });

  test.each([
    ["is on trial", () => aSubscriber({ trial: true })],
    ["is paid by the year", () => aSubscriber({ interval: "year" })],
    [
      "is going to end",
      async () => {
        const one = await aSubscriber();
        await cancelPlan(one.person, {});
        return one;
      },
    ],
    [
      "is going to pause",
      async () => {
        const one = await aSubscriber();
        await pausePlan(one.person, { months: 1 });
        return one;
      },
    ],
  ])("of what %s are refused, and nothing is on record", async (_what, somebody) => {
    const { person, id } = await somebody();
    const wish = { ...act(person), subscriptionId: id, months: 1 };
    await expect(comp(admin, wish)).rejects.toMatchObject({ code: "conflict" });
    expect((await stripe.subscriptions.retrieve(id)).discounts).toEqual([]);
    expect([await audited(person), await lettersTo(person)]).toEqual([[], []]);
  });

  test("of somebody else's subscription do not exist", async () => {
    const { id } = await aSubscriber();
    await expect(comp(admin, { ...act(admin), subscriptionId: id, months: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a plan for who pays for none", () => {
  test("begins at once, says so, brings nothing, and is told by one letter", async () => {
    const person = await aPerson();
    await compPlan(admin, { ...act(person), plan: "enterprise", months: 2 });
    const { plan, state, reason, endsAt, nextPayment } = await billingOverview(person);
    expect({ plan, state, nextPayment }).toEqual({ plan: "enterprise", state: "given", nextPayment: null });
    expect(reason).toBe(`You have Enterprise until ${day(endsAt!)}, free of charge. It ends by itself.`);
    expect(endsAt!.toISOString().slice(0, 10)).toBe(plusMonths(now(), 2).toISOString().slice(0, 10));
    const [row] = await db.subscription.findMany({ where: { userId: person.id } });
    expect(row).toMatchObject({ yearlyMinor: 0n, givenUntil: endsAt, cancelAt: endsAt });
    expect(await db.recurringChange.count({ where: { userId: person.id } })).toBe(0);
    expect(await lettersTo(person)).toMatchObject([{ payload: { plan: "Enterprise", months: 2 } }]);
    expect(await audited(person)).toMatchObject([{ actorId: admin.id, detail: { plan: "enterprise", months: 2 } }]);
  });

  test.each([true, false])("ends by itself with nothing charged (a card saved: %s)", async (hasCard) => {
    const start = new Date("2027-03-10T09:00:00Z");
    const person = await aPerson();
    const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time: atS(start) });
    const card = { payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } };
    const { id: stripeCustomerId } = await stripe.customers.create({ test_clock, ...(hasCard ? card : {}) });
    await db.user.update({ where: { id: person.id }, data: { stripeCustomerId } });
    await compPlan(admin, { ...act(person), plan: "pro", months: 1 }, () => start);
    const frozen_time = atS(plusMonths(start, 1)) + 7_200;
    await stripe.testHelpers.testClocks.advance(test_clock, { frozen_time });
    await syncCustomer(stripeCustomerId, () => new Date(frozen_time * 1_000));
    const after = await db.subscription.findFirstOrThrow({ where: { userId: person.id } });
    expect({ status: after.status, paid: await paidBy(stripeCustomerId) }).toEqual({ status: "canceled", paid: 0 });
    expect(await billingOverview(person, {}, () => new Date(frozen_time * 1_000))).toMatchObject({ plan: "free" });
  });

  test("pressed many times at once, and again, is one subscription", async () => {
    const person = await aPerson();
    const wish = { ...act(person), plan: "pro" as const, months: 1 };
    await Promise.all([1, 2, 3].map(() => compPlan(admin, wish)));
    await compPlan(admin, wish);
    expect(await subscriptionsOf(await customerOf(person))).toHaveLength(1);
    expect([(await audited(person)).length, (await lettersTo(person)).length]).toEqual([1, 1]);
  });

  test("to somebody who bought one a moment ago, of which no sync has heard, is refused with what to do", async () => {
    const person = await aPerson();
    const { customerId } = await subscribe(person);
    await expect(compPlan(admin, { ...act(person), plan: "pro", months: 1 })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Give months") as string,
    });
    expect(await subscriptionsOf(customerId)).toHaveLength(1);
    expect(await audited(person)).toEqual([]);
  });

  test("is not changed into another, and is paid for only by who wants to go on", async () => {
    const person = await aPerson();
    await makeCustomer(person);
    await compPlan(admin, { ...act(person), plan: "pro", months: 1 });
    await expect(quoteChange(person, { plan: "enterprise", interval: "month" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("was given to you") as string,
    });
    expect((await planChanges(person))?.options).toEqual([]);
    await resumePlan(person);
    const { reason, nextPayment } = await billingOverview(person);
    expect(reason).toContain("The first payment is due then.");
    expect(nextPayment).toMatchObject({ amountMinor: 1_900 });
    await expect(quoteChange(person, { plan: "enterprise", interval: "month" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("to nobody is refused", async () => {
    const nobody = { ...admin, id: newId() };
    await expect(compPlan(admin, { ...act(nobody), plan: "pro", months: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
