import { describe, expect, test } from "vitest";
import { access } from "@/lib/billing/access";
import type { News, Story } from "@/lib/billing/dunning/story";
import { newsOf, unpaidTooLong } from "@/lib/billing/dunning/tell";
import {
  aStory,
  aSubscription,
  afterDays,
  anInvoice,
  FAILED_AT,
  paidInvoice,
} from "@/lib/billing/dunning/testing/story";

/* Histories, and what each makes us tell. Time moves as an argument. */

const UNCHANGED = { before: null, after: null };

function news(story: Story, now: Date): News[] {
  return newsOf(story, UNCHANGED, now);
}

function letters(story: Story, now: Date): string[] {
  return news(story, now).map(({ template }) => template);
}

/** What a person gets who is looked at on these days, in this order. */
function told(story: Story, days: readonly number[]): string[] {
  const keys = new Set<string>();
  const all: string[] = [];
  for (const day of days) {
    for (const { key, template } of news({ ...story, told: new Set(keys) }, afterDays(day))) {
      if (!keys.has(key)) all.push(`${day}: ${template}`);
      keys.add(key);
    }
  }
  return all;
}

describe("a payment that stays missing", () => {
  test("is told at once, on the last day of the grace, and on the last day of all", () => {
    expect(told(aStory(), [0, 1, 1.9, 2, 3, 4, 5.9, 6, 6.5])).toEqual([
      "0: payment-failed",
      "2: payment-reminder",
      "6: payment-last-notice",
    ]);
  });
  test("is told once, however often one looks", () => {
    expect(told(aStory(), [0, 0, 0, 0])).toEqual(["0: payment-failed"]);
  });
  test("that we hear of late is told by the one letter that is due, and by none when its end is", () => {
    expect(told(aStory(), [4])).toEqual(["4: payment-reminder"]);
    expect(told(aStory(), [6.5])).toEqual(["6.5: payment-last-notice"]);
    expect(told(aStory(), [7])).toEqual([]);
    expect(told(aStory(), [0, 9])).toEqual(["0: payment-failed"]);
  });
  test("of which no more tries come has no last notice after the reminder", () => {
    const story = aStory({ invoices: [anInvoice({ attemptCount: 2, nextAttemptAt: null })] });
    expect(told(story, [0, 2, 2.9, 3, 6])).toEqual(["0: payment-failed", "2: payment-reminder"]);
    expect(unpaidTooLong(story, afterDays(3))).toEqual(["sub_1"]);
  });
  test("ends the subscription after seven days, not a moment before", () => {
    expect(unpaidTooLong(aStory(), new Date(afterDays(7).getTime() - 1))).toEqual([]);
    expect(unpaidTooLong(aStory(), afterDays(7))).toEqual(["sub_1"]);
  });
  test("for a plan that is none of ours is not our business", () => {
    const story = aStory({ subscriptions: [aSubscription({ plan: null })] });
    expect(letters(story, afterDays(6))).toEqual([]);
    expect(unpaidTooLong(story, afterDays(30))).toEqual([]);
  });
  test("is told in the very sentence of the billing page", () => {
    const [first] = news(aStory(), afterDays(1));
    expect(first?.payload).toMatchObject({ standing: access(aSubscription(), afterDays(1)).reason });
  });
  test("of a subscription that does not decide is told without that sentence", () => {
    const [first] = news(aStory({ subscriptions: [aSubscription({ isPrimary: false })] }), afterDays(1));
    expect(first?.payload).not.toHaveProperty("standing");
  });
  test.each([
    ["a coming try", 0, afterDays(3), true],
    ["a try that is over", 4, afterDays(3), false],
    ["a try after the end", 0, afterDays(8), false],
  ])("names %s or does not", (_what, day, nextAttemptAt, isNamed) => {
    const [first] = news(aStory({ invoices: [anInvoice({ nextAttemptAt })] }), afterDays(day));
    expect("nextTryAt" in (first?.payload ?? {})).toBe(isNamed);
  });
  test("has taken the plan away at once where Stripe says unpaid", () => {
    const [first] = news(aStory({ subscriptions: [aSubscription({ status: "unpaid" })] }), afterDays(1));
    expect(first?.payload).toMatchObject({ isGraceOver: true });
  });
});

describe("a payment that arrives", () => {
  const active = aSubscription({ status: "active", pastDueSince: null });
  const failed = new Set(["billing.payment-failed:in_1"]);

  test("has a receipt when nothing was said to be missing", () => {
    expect(letters(aStory({ subscriptions: [active], invoices: [paidInvoice()] }), afterDays(0))).toEqual(["receipt"]);
  });
  test.each(["payment-failed", "payment-reminder", "payment-last-notice"])("after %s is told as that", (step) => {
    const story = aStory({
      subscriptions: [active],
      invoices: [paidInvoice()],
      told: new Set([`billing.${step}:in_1`]),
    });
    expect(letters(story, afterDays(1))).toEqual(["payment-recovered"]);
  });
  test("after all has no second receipt, whatever comes later", () => {
    const told = new Set([...failed, "billing.payment-recovered:in_1"]);
    const ended = aSubscription({ status: "canceled", endedAt: afterDays(2) });
    expect(letters(aStory({ subscriptions: [ended], invoices: [paidInvoice()], told }), afterDays(2))).toEqual([]);
  });
  test("for what has ended meanwhile promises no plan", () => {
    const ended = aSubscription({ status: "canceled", endedAt: afterDays(1) });
    const story = aStory({ subscriptions: [ended], invoices: [paidInvoice()], told: failed });
    expect(letters(story, afterDays(2))).toEqual(["receipt"]);
  });
  test("of nothing, as a trial's first invoice is, is not told", () => {
    const invoice = paidInvoice({ amountPaidMinor: 0 });
    expect(letters(aStory({ subscriptions: [active], invoices: [invoice] }), afterDays(0))).toEqual([]);
  });
  test("has its receipt however late we look, for a year and a month", () => {
    const story = aStory({ subscriptions: [active], invoices: [paidInvoice()] });
    expect(letters(story, afterDays(399))).toContain("receipt");
    expect(letters(story, afterDays(400))).not.toContain("receipt");
  });
});

describe("a subscription that ended", () => {
  const over = (overrides = {}) => aSubscription({ status: "canceled", endedAt: afterDays(7), ...overrides });

  test.each([
    ["because we ended it unpaid", over(), new Set(["sub_1"]), ["subscription-ended-unpaid"]],
    [
      "after Stripe's own last try",
      over({ cancellationReason: "payment_failed" }),
      new Set<string>(),
      ["subscription-ended-unpaid"],
    ],
    ["as its owner wished", over({ cancellationReason: "cancellation_requested" }), new Set<string>(), []],
    ["long ago", over({ endedAt: afterDays(-60) }), new Set(["sub_1"]), []],
    ["not yet, though we have begun", aSubscription({ status: "active" }), new Set(["sub_1"]), []],
  ])("%s", (_how, subscription, endings, expected) => {
    expect(letters(aStory({ subscriptions: [subscription], invoices: [], endings }), afterDays(7))).toEqual(expected);
  });
});

describe("the calendar", () => {
  const end = new Date("2027-03-01T00:00:00.000Z");
  const before = (days: number) => new Date(end.getTime() - days * 86_400_000);
  const alone = (subscription: Partial<Parameters<typeof aSubscription>[0]>, rest: Partial<Story> = {}) =>
    aStory({
      subscriptions: [aSubscription({ status: "active", pastDueSince: null, ...subscription })],
      invoices: [],
      ...rest,
    });

  test.each([
    [3.1, []],
    [3, ["trial-ending"]],
    [0.5, ["trial-ending"]],
    [0, []],
  ])("%d days before a trial ends", (days, expected) => {
    expect(letters(alone({ status: "trialing", trialEnd: end }), before(days))).toEqual(expected);
  });
  test.each([
    [7.1, []],
    [7, ["renewal-soon"]],
    [0, []],
  ])("%d days before a year is over", (days, expected) => {
    expect(letters(alone({ interval: "year", currentPeriodEnd: end }), before(days))).toEqual(expected);
  });
  test("is silent on what is paid by the month, and on what ends by itself", () => {
    expect(letters(alone({ currentPeriodEnd: end }), before(1))).toEqual([]);
    expect(letters(alone({ interval: "year", currentPeriodEnd: end, cancelAt: end }), before(1))).toEqual([]);
    expect(letters(alone({ status: "trialing", trialEnd: end, cancelAt: end }), before(1))).toEqual([]);
  });
  test("tells the next year's renewal again, and a trial that was put off too", () => {
    const keyAt = (moment: Date) =>
      news(alone({ interval: "year", currentPeriodEnd: moment }), new Date(moment.getTime() - 1))[0]?.key;
    expect(keyAt(end)).not.toBe(keyAt(new Date("2028-03-01T00:00:00.000Z")));
  });
  test("counts the seats into the price", () => {
    const [told] = news(
      alone({ interval: "year", currentPeriodEnd: end, unitAmountMinor: 99_000, quantity: 3 }),
      before(1),
    );
    expect(told?.payload).toMatchObject({ price: { amountMinor: 297_000, currency: "usd" } });
  });
  test("does not announce what a clock that jumped has left behind", () => {
    const trial = alone({ status: "trialing", trialEnd: end });
    expect(told(trial, [80, 95])).toEqual([]);
    expect(told(alone({ interval: "year", currentPeriodEnd: end }), [80, 95])).toEqual([]);
  });

  test("tells what a year becomes where another plan was chosen, with its price", () => {
    const planned = { plannedPlan: "pro", plannedInterval: "month", plannedAt: end };
    const year = { interval: "year", currentPeriodEnd: end, plan: "enterprise" } as const;
    const nextOf = (overrides: object) => news(alone({ ...year, ...planned, ...overrides }), before(1))[0]?.payload;
    const price = { amountMinor: 1_600, currency: "gbp" };
    expect(nextOf({ currency: "gbp" })).toMatchObject({ next: { plan: "Pro", interval: "month", price } });
    expect(nextOf({ plannedAt: null })).not.toHaveProperty("next");
    expect(nextOf({ plannedPlan: "gold" })).not.toHaveProperty("next");
  });

  const card = { id: "pm_1", brand: "visa", last4: "4242", expMonth: 2, expYear: 2027 };
  test.each([
    ["2027-01-17T23:59:59Z", []],
    ["2027-01-18T00:00:00Z", ["card-expiring"]],
    ["2027-02-28T23:59:59Z", ["card-expiring"]],
    ["2027-03-01T00:00:00Z", []],
  ])("at %s, of a card that works through February", (moment, expected) => {
    expect(letters(alone({}, { card }), new Date(moment))).toEqual(expected);
  });
  test("names the card's last day, in a leap year too", () => {
    const leap = { ...card, expYear: 2028 };
    const [told] = news(alone({}, { card: leap }), new Date("2028-02-01T00:00:00Z"));
    expect(told).toMatchObject({
      key: "billing.card-expiring:pm_1:2028-02",
      payload: { lastDay: "2028-02-29T00:00:00.000Z" },
    });
  });
  test("leaves alone whom nothing will be charged, and a card without a date", () => {
    const when = new Date("2027-02-01T00:00:00Z");
    expect(letters(alone({ status: "canceled" }, { card }), when)).toEqual([]);
    expect(letters(alone({ cancelAt: end }, { card }), when)).toEqual([]);
    expect(letters(alone({}, { card: { ...card, expYear: null } }), when)).toEqual([]);
  });
});

describe("money that goes back", () => {
  const payment = { id: "pi_1", amountMinor: 1_900, refundedMinor: 500, currency: "usd", createdAt: FAILED_AT };
  const story = aStory({ subscriptions: [], invoices: [], refunded: [payment] });

  test("is told, and told again when more of it does", () => {
    const more = aStory({ subscriptions: [], invoices: [], refunded: [{ ...payment, refundedMinor: 1_900 }] });
    const [first] = news(story, afterDays(1));
    const [second] = news(more, afterDays(1));
    expect([first?.template, second?.template]).toEqual(["refunded", "refunded"]);
    expect(first?.key).not.toBe(second?.key);
  });
  test("of a payment of years ago is no news", () => {
    expect(letters(story, afterDays(201))).toEqual([]);
  });
});

describe("another plan", () => {
  const before = { id: "sub_1", plan: "pro", priceId: "price_pro", interval: "month", latestInvoiceId: "in_1" };
  const after = { ...before, plan: "enterprise", priceId: "price_ent", latestInvoiceId: "in_2" };
  const story = aStory({ subscriptions: [aSubscription({ status: "active", plan: "enterprise" })], invoices: [] });
  const changed = (change: Parameters<typeof newsOf>[1]) => newsOf(story, change, FAILED_AT).map(({ key }) => key);

  test("is told", () => {
    expect(changed({ before, after })).toEqual(["billing.plan-changed:sub_1:price_ent:in_2"]);
  });
  test("paid at another interval is told too", () => {
    expect(changed({ before: { ...after, interval: "year", priceId: "price_year" }, after })).toHaveLength(1);
  });
  test.each([
    ["there was none before", { before: null, after }],
    ["there is none after", { before, after: null }],
    ["it is another subscription", { before: { ...before, id: "sub_0" }, after }],
    ["our column was wrong and is right now", { before: { ...after, plan: "pro" }, after }],
    ["only the price is a new one", { before: { ...after, priceId: "price_old" }, after }],
    ["what it was is none of ours", { before: { ...before, plan: "gold" }, after }],
  ])("is not told when %s", (_why, change) => {
    expect(changed(change)).toEqual([]);
  });
});
