import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { keepPlan, planForPeriodEnd } from "@/lib/billing/changes/period-end";
import { planChanges } from "@/lib/billing/changes/plan-changes";
import { quoteChange } from "@/lib/billing/changes/quote";
import { atStripe, paidInvoices, payBy, recordOf, refusalOf } from "@/lib/billing/changes/testing/subscriber";
import { endCharging } from "@/lib/billing/leaving";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import type { AcceptQuote } from "@/lib/billing/schema";
import { inviteToSeat } from "@/lib/billing/seats/invite";
import { membershipOf, teamOf } from "@/lib/billing/seats/team";
import { aMember, aTeam, putSeats } from "@/lib/billing/seats/testing/team";
import { standingOf } from "@/lib/billing/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { drain, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { usageJobs } from "@/lib/usage/jobs";

beforeAll(ensurePrices);

const ENTERPRISE = { plan: "enterprise", interval: "month" } as const;

async function yesTo(owner: Viewer, seats: number): Promise<AcceptQuote> {
  const { quotedAtS, dueMinor, creditMinor } = await quoteChange(owner, { ...ENTERPRISE, seats });
  return { ...ENTERPRISE, seats, quotedAtS, dueMinor, creditMinor };
}

describe("more seats", () => {
  test("are there at once, for what the quote said, and the renewal counts them", async () => {
    const { owner, customerId, id } = await aTeam(1);
    const quote = await quoteChange(owner, { ...ENTERPRISE, seats: 4 });
    expect(quote.dueMinor).toBeGreaterThan(0);
    expect(quote.renews.amountMinor).toBe(4 * 9_900);
    expect(await acceptQuote(owner, await yesTo(owner, 4))).toEqual({ kind: "done" });
    expect((await atStripe(id)).items.data[0]?.quantity).toBe(4);
    const [charged] = await paidInvoices(customerId);
    expect(charged).toMatchObject({ billing_reason: "subscription_update", amount_paid: quote.dueMinor });
    expect(await teamOf(owner)).toMatchObject({ seats: 4, free: 3, planned: null });
    expect((await billingOverview(owner)).nextPayment?.amountMinor).toBe(4 * 9_900);
  });

  test("pressed five times at once are added once, and charged once", async () => {
    const { owner, customerId } = await aTeam(1);
    const yes = await yesTo(owner, 3);
    await Promise.all(Array.from({ length: 5 }, () => acceptQuote(owner, yes)));
    expect(await paidInvoices(customerId)).toHaveLength(2);
    expect(await recordOf(owner)).toEqual(["plan.changed"]);
    expect((await teamOf(owner))?.seats).toBe(3);
  });

  test("that the card does not pay for are not there", async () => {
    const { owner, customerId } = await aTeam(1);
    await payBy(customerId, "pm_card_chargeCustomerFail");
    expect(await refusalOf(acceptQuote(owner, await yesTo(owner, 3)))).toMatchObject({ code: "card_declined" });
    expect(await teamOf(owner)).toMatchObject({ seats: 1, free: 0 });
  });

  test("that a bank wants confirmed are there once it is, and not before", async () => {
    const { owner, customerId } = await aTeam(1);
    await payBy(customerId, "pm_card_authenticationRequired");
    const yes = await yesTo(owner, 3);
    const outcome = await acceptQuote(owner, yes);
    expect(outcome.kind).toBe("confirm");
    expect(await acceptQuote(owner, yes)).toEqual(outcome);
    expect((await teamOf(owner))?.seats).toBe(1);
  });

  test("come with a bigger plan in one quote", async () => {
    const { owner, id } = await aTeam(1, { plan: "pro" });
    await acceptQuote(owner, await yesTo(owner, 2));
    expect(await atStripe(id)).toMatchObject({ key: "parley_enterprise_month" });
    expect(await teamOf(owner)).toMatchObject({ seats: 2, free: 1 });
  });

  test("are not given for nothing: not in a trial, and not by a discount of everything", async () => {
    const trial = await aTeam(1, { trial: true });
    expect((await refusalOf(yesTo(trial.owner, 50))).message).toContain("once the trial is over");
    expect((await teamOf(trial.owner))?.hurdle).toContain("once the trial is over");
    const { owner, id } = await aTeam(1);
    const { id: coupon } = await stripe.coupons.create({ percent_off: 100, duration: "forever" });
    await stripe.subscriptions.update(id, { discounts: [{ coupon }] });
    expect((await refusalOf(yesTo(owner, 50))).message).toContain("free of charge at the moment");
  });
});

describe("fewer seats", () => {
  test("begin with the next period, are shown, leave no room until then, and can be taken back", async () => {
    const { owner, customerId } = await aTeam(5);
    await planForPeriodEnd(owner, { ...ENTERPRISE, seats: 2 });
    await planForPeriodEnd(owner, { ...ENTERPRISE, seats: 2 });
    expect((await planChanges(owner))?.planned).toMatchObject({ ...ENTERPRISE, seats: 2 });
    expect(await teamOf(owner)).toMatchObject({ seats: 5, planned: { seats: 2 }, free: 1 });
    expect((await billingOverview(owner)).nextPayment?.amountMinor).toBe(2 * 9_900);
    expect(await paidInvoices(customerId)).toHaveLength(1);
    expect(await recordOf(owner)).toEqual(["plan.change-planned"]);
    await keepPlan(owner);
    expect(await teamOf(owner)).toMatchObject({ planned: null, free: 4 });
  });

  test("are not had at once: what is paid for is kept", async () => {
    const { owner } = await aTeam(3);
    expect(await refusalOf(yesTo(owner, 2))).toMatchObject({ code: "conflict" });
  });

  test("a plan without seats begins with one, however many there were", async () => {
    const { owner } = await aTeam(5);
    await planForPeriodEnd(owner, { plan: "pro", interval: "month" });
    expect((await planChanges(owner))?.planned).toMatchObject({ plan: "pro", seats: 1 });
    expect((await billingOverview(owner)).nextPayment?.amountMinor).toBe(1_900);
    expect(await refusalOf(inviteToSeat(owner, { email: "late@people.test" }))).toMatchObject({ code: "conflict" });
  });

  test("that were taken away at Stripe are missed by who came last, until they are there again", async () => {
    const team = await aTeam(3);
    const [first, last] = [await aMember(team.owner), await aMember(team.owner)];
    await putSeats(team, 2);
    expect((await standingOf(first.id)).plan).toBe("enterprise");
    expect((await standingOf(last.id)).reason).toContain("more members than seats");
    expect((await teamOf(team.owner))?.members.map(({ hasSeat }) => hasSeat)).toEqual([true, false]);
    await putSeats(team, 3);
    expect((await standingOf(last.id)).plan).toBe("enterprise");
  });
});

describe("what becomes of the owner's subscription becomes of the members", () => {
  test("it ends: all are on Free, their allowances with it", async () => {
    const { owner, id, customerId } = await aTeam(2);
    const member = await aMember(owner);
    await drain(usageJobs);
    await stripe.subscriptions.cancel(id);
    await syncCustomer(customerId);
    await drain(usageJobs);
    const at = new Date();
    const running = await db.ledgerAccount.findMany({
      where: { userId: member.id, kind: "allowance", startsAt: { lte: at }, endsAt: { gt: at } },
    });
    expect(running.map(({ plan }) => plan)).toEqual(["free"]);
    expect((await standingOf(member.id)).reason).toBe("You are on Free: Ada's team has no plan with seats any more.");
  });

  test("its owner leaves for good: the team is over, and no letter of theirs leads anywhere", async () => {
    const { owner } = await aTeam(3);
    const member = await aMember(owner);
    await inviteToSeat(owner, { email: "waiting@people.test" });
    await endCharging(owner.id);
    await endCharging(owner.id);
    expect(await standingOf(member.id)).toMatchObject({ plan: "free", reason: "You are on Free." });
    expect(await membershipOf(member)).toBeNull();
    expect(await db.seatInvitation.count({ where: { ownerId: owner.id } })).toBe(0);
  });

  test("a member who leaves for good frees the seat at once, and what was sent to them is gone", async () => {
    const { owner } = await aTeam(2);
    const other = await aTeam(2);
    const member = await aMember(owner);
    await inviteToSeat(other.owner, { email: member.email });
    await endCharging(member.id);
    expect(await teamOf(owner)).toMatchObject({ members: [], free: 1 });
    expect(await db.seatInvitation.count({ where: { email: member.email } })).toBe(0);
  });
});

test("a member who pays for a plan of their own has the bigger of the two, and is told that they pay", async () => {
  const { owner, id, customerId } = await aTeam(2);
  const member = await aMember(owner);
  const theirs = await makeCustomer(member);
  await subscribeAtStripe(theirs, { plan: "pro" });
  await syncCustomer(theirs);
  const seen = await billingOverview(member);
  expect(seen).toMatchObject({ plan: "enterprise", through: "Ada", subscription: { plan: "pro" } });
  expect(seen.nextPayment).toMatchObject({ amountMinor: 1_900 });
  expect(await membershipOf(member)).toMatchObject({ owner: "Ada", paysToo: "Pro" });
  await stripe.subscriptions.cancel(id);
  await syncCustomer(customerId);
  expect(await billingOverview(member)).toMatchObject({ plan: "pro", through: null });
});
