import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { planChanges } from "@/lib/billing/changes/plan-changes";
import { QUOTE_LIFE_MS, quoteChange } from "@/lib/billing/changes/quote";
import {
  aSubscriber,
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
import { aPerson, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { now, plusMs } from "@/lib/platform/clock";

beforeAll(ensurePrices);

const ENTERPRISE = { plan: "enterprise", interval: "month" } as const;
const PRO_YEAR = { plan: "pro", interval: "year" } as const;

describe("an upgrade", () => {
  test("charges what the quote said, and is there when it answers", async () => {
    const { person, customerId, id } = await aSubscriber();
    const yes = await aYes(person, ENTERPRISE);
    expect(await acceptQuote(person, yes)).toEqual({ kind: "done" });
    expect((await atStripe(id)).key).toBe("parley_enterprise_month");
    const [last] = await paidInvoices(customerId);
    expect(last).toMatchObject({ amount_paid: yes.dueMinor, billing_reason: "subscription_update" });
    expect(await billingOverview(person)).toMatchObject({ plan: "enterprise", state: "active" });
    expect(await recordOf(person)).toEqual(["plan.changed"]);
  });

  test("to the year begins a year now", async () => {
    const { person, id } = await aSubscriber();
    const quote = await quoteChange(person, PRO_YEAR);
    expect(quote.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(quote.dueMinor);
    await acceptQuote(person, await aYes(person, PRO_YEAR));
    const { key, items } = await atStripe(id);
    expect(key).toBe("parley_pro_year");
    const off = (items.data[0]!.current_period_end ?? 0) * 1_000 - quote.renews.at.getTime();
    expect(Math.abs(off)).toBeLessThan(60_000);
  });

  test("pressed five times at once is one change and one charge", async () => {
    const { person, customerId } = await aSubscriber();
    const yes = await aYes(person, ENTERPRISE);
    const answers = await Promise.all(Array.from({ length: 5 }, () => acceptQuote(person, yes)));
    expect(answers).toEqual(Array.from({ length: 5 }, () => ({ kind: "done" })));
    expect(await paidInvoices(customerId)).toHaveLength(2);
    expect(await recordOf(person)).toEqual(["plan.changed"]);
  });

  test("to two plans at once ends as one of them, and only that is charged", async () => {
    const { person, customerId, id } = await aSubscriber();
    const [one, other] = [await aYes(person, ENTERPRISE), await aYes(person, PRO_YEAR)];
    await Promise.allSettled([acceptQuote(person, one), acceptQuote(person, other)]);
    const charged = (await paidInvoices(customerId)).length - 1;
    expect(charged).toBe(1);
    expect(["parley_enterprise_month", "parley_pro_year"]).toContain((await atStripe(id)).key);
  });
});

describe("in a trial", () => {
  test("every change is free, at once, and the trial goes on", async () => {
    const { person, customerId, id } = await aSubscriber({ plan: "enterprise", trial: true });
    const before = await atStripe(id);
    const yes = await aYes(person, PRO_YEAR);
    expect(yes).toMatchObject({ dueMinor: 0, creditMinor: 0 });
    expect(await acceptQuote(person, yes)).toEqual({ kind: "done" });
    expect(await atStripe(id)).toMatchObject({
      key: "parley_pro_year",
      status: "trialing",
      trial_end: before.trial_end,
    });
    expect((await paidInvoices(customerId)).every(({ amount_paid }) => amount_paid === 0)).toBe(true);
    expect((await billingOverview(person)).nextPayment).toMatchObject({ amountMinor: 19_000 });
  });
});

describe("a card that is refused", () => {
  test("leaves everything as it was, and the reason is said", async () => {
    const { person, customerId, id } = await aSubscriber();
    await payBy(customerId, "pm_card_chargeCustomerFail");
    const yes = await aYes(person, ENTERPRISE);
    const { code, message } = await refusalOf(acceptQuote(person, yes));
    expect(code).toBe("card_declined");
    expect(message).toMatch(/nothing was charged.*You keep Pro as it is\.$/u);
    expect(await atStripe(id)).toMatchObject({ key: "parley_pro_month", pending_update: null, status: "active" });
    expect(await paidInvoices(customerId)).toHaveLength(1);
    expect(await billingOverview(person)).toMatchObject({ plan: "pro", state: "active", needsAttention: false });
    expect(await recordOf(person)).toEqual([]);
  });

  test("does not stand in the way of the next one, by the same quote", async () => {
    const { person, customerId, id } = await aSubscriber();
    await payBy(customerId, "pm_card_chargeCustomerFail");
    const yes = await aYes(person, ENTERPRISE);
    await refusalOf(acceptQuote(person, yes));
    await payBy(customerId, "pm_card_visa");
    expect(await acceptQuote(person, yes)).toEqual({ kind: "done" });
    expect((await atStripe(id)).key).toBe("parley_enterprise_month");
  });
});

describe("a bank that asks", () => {
  async function asked() {
    const subscriber = await aSubscriber();
    await payBy(subscriber.customerId, "pm_card_authenticationRequired");
    const yes = await aYes(subscriber.person, ENTERPRISE);
    const outcome = await acceptQuote(subscriber.person, yes);
    return { ...subscriber, yes, outcome };
  }

  test("is answered on Stripe's page; until then nothing has changed, and the page says what waits", async () => {
    const { person, id, customerId, outcome } = await asked();
    expect(outcome).toEqual({ kind: "confirm", url: expect.stringMatching(/^http/u) as string });
    expect((await atStripe(id)).key).toBe("parley_pro_month");
    expect(await paidInvoices(customerId)).toHaveLength(1);
    const changes = await planChanges(person);
    expect(changes?.pending?.url).toBe(outcome.kind === "confirm" ? outcome.url : "");
    expect(changes?.options).toEqual([]);
    expect(await recordOf(person)).toEqual(["plan.change-waits"]);
  });

  test("is the same page when it is pressed again, and no second charge", async () => {
    const { person, customerId, yes, outcome } = await asked();
    expect(await acceptQuote(person, yes)).toEqual(outcome);
    expect((await stripe.invoices.list({ customer: customerId })).data).toHaveLength(2);
  });

  test("keeps every other change waiting", async () => {
    const { person } = await asked();
    const { code, message } = await refusalOf(quoteChange(person, PRO_YEAR));
    expect([code, message]).toEqual(["conflict", "A change waits for its payment. Confirm it or drop it first."]);
  });
});

describe("a yes to what is not so any more", () => {
  test.each([
    ["a quote that is too old", () => plusMs(now(), QUOTE_LIFE_MS + 1_000)],
    ["a quote from the future", () => plusMs(now(), -5 * 60_000)],
  ])("%s is looked at again", async (_what, later) => {
    const { person, customerId } = await aSubscriber();
    const yes = await aYes(person, ENTERPRISE);
    expect(await refusalOf(acceptQuote(person, yes, later))).toMatchObject({ code: "conflict" });
    expect(await paidInvoices(customerId)).toHaveLength(1);
  });

  test.each([
    ["an amount of one's own", { dueMinor: 1 }],
    ["credit of one's own", { creditMinor: 5_000 }],
    [
      "a moment of one's own, at the end of the period",
      { quotedAtS: Math.floor(now().getTime() / 1_000) + 29 * 86_400 },
    ],
    ["a moment of one's own, before the period", { quotedAtS: Math.floor(now().getTime() / 1_000) - 3_600 }],
  ])("%s is refused, and nothing is charged", async (_what, forged) => {
    const { person, customerId, id } = await aSubscriber();
    const yes = { ...(await aYes(person, ENTERPRISE)), ...forged };
    const { code, message } = await refusalOf(acceptQuote(person, yes));
    expect([code, message]).toEqual([
      "conflict",
      "This price is no longer the one. Nothing was charged: look at the new one.",
    ]);
    expect(await paidInvoices(customerId)).toHaveLength(1);
    expect((await atStripe(id)).key).toBe("parley_pro_month");
  });

  test("what was changed elsewhere meanwhile is not charged by an old yes, and our rows follow", async () => {
    const { person, id } = await aSubscriber();
    const yes = await aYes(person, PRO_YEAR);
    await acceptQuote(person, await aYes(person, ENTERPRISE));
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(await refusalOf(acceptQuote(person, yes))).toMatchObject({ code: "conflict" });
    expect((await planChanges(person))?.cancelAt).toBeInstanceOf(Date);
  });
});

describe("who can not change", () => {
  test("is somebody who never bought", async () => {
    const { code, message } = await refusalOf(quoteChange(await aPerson(), ENTERPRISE));
    expect([code, message]).toEqual(["conflict", "You have no paid plan to change. Choose one first."]);
  });

  test("is somebody with two subscriptions, until one is gone", async () => {
    const { person, customerId } = await aSubscriber();
    await subscribeAtStripe(customerId, { plan: "enterprise" });
    expect((await refusalOf(quoteChange(person, PRO_YEAR))).message).toMatch(/^You have more than one/u);
  });

  test("is somebody whose subscription is over", async () => {
    const person = await aPerson();
    const { id } = await subscribeAtStripe(await makeCustomer(person));
    await stripe.subscriptions.cancel(id);
    expect(await refusalOf(quoteChange(person, ENTERPRISE))).toMatchObject({ code: "conflict" });
  });

  test("nor does anybody get less at once than they paid for", async () => {
    const { person } = await aSubscriber({ plan: "enterprise" });
    const less = refusalOf(quoteChange(person, { plan: "pro", interval: "month" }));
    expect((await less).message).toMatch(/^You have Enterprise by the month now\./u);
  });
});

describe("while Stripe is away", () => {
  test("there is no quote, and it says so", async () => {
    const { person, customerId } = await aSubscriber();
    await breakAt("GET /v1/subscriptions", customerId, "rate_limited");
    expect(await refusalOf(quoteChange(person, ENTERPRISE))).toMatchObject({ code: "payments_down" });
  });

  test("an answer that is lost is not called a refusal, and the next press finds what was made", async () => {
    const { person, customerId } = await aSubscriber();
    const yes = await aYes(person, ENTERPRISE);
    await breakAt("POST /v1/subscriptions/*", customerId, "server_error_after_write");
    const { code, message } = await refusalOf(acceptQuote(person, yes));
    expect([code, message]).toEqual([
      "payments_down",
      "Stripe did not answer in time, so the change may have been made or not. Look here in a minute.",
    ]);
    expect(await acceptQuote(person, yes)).toEqual({ kind: "done" });
    expect(await paidInvoices(customerId)).toHaveLength(2);
  });
});
