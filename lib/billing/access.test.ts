import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AccessSubject, access, GRACE_MS } from "@/lib/billing/access";
import { PLANS } from "@/lib/billing/plans";
import { plusMs } from "@/lib/platform/clock";

const NOW = new Date("2026-11-21T12:00:00Z");
const day = (text: string) => new Date(`${text}T12:00:00Z`);

function aSubscription(overrides: Partial<AccessSubject> = {}): AccessSubject {
  return {
    plan: "pro",
    status: "active",
    currentPeriodStart: day("2026-11-01"),
    currentPeriodEnd: day("2026-12-01"),
    trialEnd: null,
    cancelAt: null,
    endedAt: null,
    pastDueSince: null,
    pausedFrom: null,
    pausedUntil: null,
    ...overrides,
  };
}

/** At the period's end. */
function toBecome(plannedPlan: string, plannedInterval: string) {
  return { plannedPlan, plannedInterval, plannedAt: day("2026-12-01") };
}

/** A trial to Stripe. */
const GIVEN = { status: "trialing", trialEnd: day("2026-12-01"), givenUntil: day("2026-12-01") };

const over = { currentPeriodStart: day("2026-10-19"), currentPeriodEnd: day("2026-11-19") };
const longOver = { currentPeriodStart: day("2026-10-18"), currentPeriodEnd: day("2026-11-18") };

describe("what a person has, and why", () => {
  test.each<[string, AccessSubject | undefined, [plan: string, state: string, reason: string, attention: boolean]]>([
    ["no subscription", undefined, ["free", "free", "You are on Free.", false]],
    ["active", aSubscription(), ["pro", "active", "You have Pro. It renews on December 1, 2026.", false]],
    [
      "active, Enterprise",
      aSubscription({ plan: "enterprise" }),
      ["enterprise", "active", "You have Enterprise. It renews on December 1, 2026.", false],
    ],
    [
      "active, ending at its period's end",
      aSubscription({ cancelAt: day("2026-12-01") }),
      ["pro", "active", "You have Pro until December 1, 2026. It will not renew.", false],
    ],
    [
      "on a plan that was given",
      aSubscription({ ...GIVEN, cancelAt: day("2026-12-01") }),
      ["pro", "given", "You have Pro until December 1, 2026, free of charge. It ends by itself.", false],
    ],
    [
      "on a plan that was given, to be paid for after that",
      aSubscription(GIVEN),
      ["pro", "given", "You have Pro, free of charge until December 1, 2026. The first payment is due then.", false],
    ],
    [
      "on a plan that was given, whose end was not heard of",
      aSubscription({ ...GIVEN, ...over, cancelAt: day("2026-11-19") }),
      ["free", "ended", "You are on Free: your Pro subscription ended on November 19, 2026.", false],
    ],
    [
      "active, with months that were given",
      aSubscription({ givenUntil: day("2027-02-01") }),
      [
        "pro",
        "active",
        "You have Pro. Nothing is charged for it before February 1, 2027: we give you the time until then.",
        false,
      ],
    ],
    [
      "active, after a plan that had been given",
      aSubscription({ givenUntil: day("2026-11-01") }),
      ["pro", "active", "You have Pro. It renews on December 1, 2026.", false],
    ],
    [
      "active, to become another plan",
      aSubscription({ plan: "enterprise", ...toBecome("pro", "month") }),
      ["enterprise", "active", "You have Enterprise until December 1, 2026. From then on it is Pro.", false],
    ],
    [
      "active, to be paid at another interval",
      aSubscription({ interval: "year", ...toBecome("pro", "month") }),
      ["pro", "active", "You have Pro. From December 1, 2026 on it is paid by the month.", false],
    ],
    [
      "active, to have fewer seats",
      aSubscription({ interval: "month", ...toBecome("pro", "month") }),
      ["pro", "active", "You have Pro. It renews on December 1, 2026.", false],
    ],
    [
      "active, to become what we do not sell",
      aSubscription(toBecome("gold", "month")),
      ["pro", "active", "You have Pro. It renews on December 1, 2026.", false],
    ],
    [
      "active, a change that is due and not heard of",
      aSubscription({ ...toBecome("enterprise", "month"), plannedAt: NOW }),
      ["pro", "active", "You have Pro. It renews on December 1, 2026.", false],
    ],
    [
      "active, ending although a change was planned",
      aSubscription({ cancelAt: day("2026-12-01"), ...toBecome("enterprise", "month") }),
      ["pro", "active", "You have Pro until December 1, 2026. It will not renew.", false],
    ],
    [
      "active, its announced end just reached",
      aSubscription({ cancelAt: NOW }),
      ["free", "ended", "You are on Free: your Pro subscription ended on November 21, 2026.", false],
    ],
    [
      "active, without a period",
      aSubscription({ currentPeriodEnd: null, currentPeriodStart: null }),
      ["pro", "active", "You have Pro.", false],
    ],
    [
      "active, its renewal not heard of for two days",
      aSubscription(over),
      ["pro", "active", "You have Pro. Its renewal of November 19, 2026 is being confirmed.", false],
    ],
    [
      "active, its renewal not heard of for exactly the grace",
      aSubscription(longOver),
      [
        "free",
        "unconfirmed",
        "You are on Free: Pro was paid until November 18, 2026, and no renewal was confirmed since.",
        true,
      ],
    ],
    [
      "trialing",
      aSubscription({ status: "trialing", trialEnd: day("2026-12-01") }),
      ["pro", "trialing", "You have the Pro trial until December 1, 2026. The first payment is due then.", false],
    ],
    [
      "trialing, to end with the trial",
      aSubscription({ status: "trialing", trialEnd: day("2026-12-01"), cancelAt: day("2026-12-01") }),
      ["pro", "trialing", "You have the Pro trial until December 1, 2026. It will not renew.", false],
    ],
    [
      "trialing, the trial's end long past",
      aSubscription({ status: "trialing", trialEnd: day("2026-11-18"), ...longOver }),
      [
        "free",
        "unconfirmed",
        "You are on Free: Pro was paid until November 18, 2026, and no renewal was confirmed since.",
        true,
      ],
    ],
    [
      "past due since yesterday",
      aSubscription({ status: "past_due", pastDueSince: day("2026-11-20") }),
      [
        "pro",
        "grace",
        "You have Pro until November 23, 2026: the payment failed on November 20, 2026. Pay it to keep Pro.",
        true,
      ],
    ],
    [
      "past due for exactly the grace",
      aSubscription({ status: "past_due", pastDueSince: day("2026-11-18") }),
      [
        "free",
        "overdue",
        "You are on Free: the payment for Pro failed on November 18, 2026. Pay it to get Pro back.",
        true,
      ],
    ],
    [
      "past due, ending sooner than the grace",
      aSubscription({ status: "past_due", pastDueSince: day("2026-11-20"), cancelAt: day("2026-11-22") }),
      [
        "pro",
        "grace",
        "You have Pro until November 22, 2026: the payment failed on November 20, 2026. Pay it to keep Pro.",
        true,
      ],
    ],
    [
      "past due, its announced end passed",
      aSubscription({ status: "past_due", pastDueSince: day("2026-11-20"), cancelAt: day("2026-11-21") }),
      ["free", "ended", "You are on Free: your Pro subscription ended on November 21, 2026.", false],
    ],
    [
      "past due, nobody knows since when: counted from the period's start",
      aSubscription({ status: "past_due", currentPeriodStart: day("2026-11-20") }),
      [
        "pro",
        "grace",
        "You have Pro until November 23, 2026: the payment failed on November 20, 2026. Pay it to keep Pro.",
        true,
      ],
    ],
    [
      "past due, with no date at all",
      aSubscription({ status: "past_due", currentPeriodStart: null, currentPeriodEnd: null }),
      ["free", "overdue", "You are on Free: the payment for Pro failed. Pay it to get Pro back.", true],
    ],
    [
      "unpaid",
      aSubscription({ status: "unpaid" }),
      [
        "free",
        "overdue",
        "You are on Free: the payment for Pro did not go through. Pay the open invoice to get it back.",
        true,
      ],
    ],
    [
      "paused",
      aSubscription({ status: "paused" }),
      ["free", "paused", "You are on Free: your Pro subscription is paused. Resume it to go on.", true],
    ],
    [
      "incomplete",
      aSubscription({ status: "incomplete" }),
      ["free", "incomplete", "You are on Free: the first payment for Pro is not complete yet.", true],
    ],
    [
      "incomplete_expired",
      aSubscription({ status: "incomplete_expired" }),
      ["free", "ended", "You are on Free: the first payment for Pro was never completed.", false],
    ],
    [
      "canceled",
      aSubscription({ status: "canceled", endedAt: day("2026-11-10") }),
      ["free", "ended", "You are on Free: your Pro subscription ended on November 10, 2026.", false],
    ],
    [
      "canceled, with no date",
      aSubscription({ status: "canceled" }),
      ["free", "ended", "You are on Free: your Pro subscription ended.", false],
    ],
    [
      "a status that does not exist yet",
      aSubscription({ status: "hibernating" }),
      ["free", "unknown", "You are on Free: your Pro subscription is “hibernating”, which we do not know.", true],
    ],
    [
      "a status named like something every object has",
      aSubscription({ status: "constructor" }),
      ["free", "unknown", "You are on Free: your Pro subscription is “constructor”, which we do not know.", true],
    ],
    [
      "a price that is none of ours",
      aSubscription({ plan: null }),
      ["free", "unknown", "You are on Free: your subscription is for a plan that is not offered here.", false],
    ],
  ])("%s", (_name, subscription, [plan, state, reason, needsAttention]) => {
    expect(access(subscription, NOW)).toMatchObject({ plan, state, reason, needsAttention });
  });
});

describe("the period that is paid for", () => {
  test("is the subscription's own", () => {
    expect(access(aSubscription(), NOW).period).toEqual({ startsAt: day("2026-11-01"), endsAt: day("2026-12-01") });
  });
  test("is held, but never begun anew, while its renewal is unconfirmed", () => {
    const { period, periodHeldUntil } = access(aSubscription(over), NOW);
    expect(period).toEqual({ startsAt: over.currentPeriodStart, endsAt: over.currentPeriodEnd });
    expect(periodHeldUntil).toEqual(plusMs(over.currentPeriodEnd, GRACE_MS));
  });
  test("is held to the grace's end when a payment is missing past it", () => {
    const subject = aSubscription({ status: "past_due", pastDueSince: day("2026-11-20"), ...over });
    expect(access(subject, NOW).periodHeldUntil).toEqual(day("2026-11-23"));
  });
  test("is none on Free", () => {
    expect(access(aSubscription({ status: "unpaid" }), NOW).period).toBeUndefined();
  });
});

const statuses = fc.oneof(
  fc.constantFrom("trialing", "active", "past_due", "unpaid", "paused", "incomplete", "incomplete_expired", "canceled"),
  fc.string(),
);
const moments = fc.option(fc.date({ min: day("2026-09-01"), max: day("2027-02-01"), noInvalidDate: true }));
const subscriptions = fc.record({
  plan: fc.option(fc.constantFrom("pro" as const, "enterprise" as const)),
  status: statuses,
  currentPeriodStart: moments,
  currentPeriodEnd: moments,
  trialEnd: moments,
  cancelAt: moments,
  endedAt: moments,
  pastDueSince: moments,
  pausedFrom: moments,
  pausedUntil: moments,
});

describe("for any subscription at any moment", () => {
  test("there is an answer, its grants are its plan's, and its sentence ends", () => {
    fc.assert(
      fc.property(subscriptions, (subscription) => {
        const { plan, grants, reason } = access(subscription, NOW);
        expect(grants).toBe(PLANS[plan].grants);
        expect(reason).toMatch(/^You (?:have|are on) .+\.$/su);
      }),
      { numRuns: 500 },
    );
  });

  test("a paid plan is never given past what was paid for plus the grace, nor past its announced end", () => {
    fc.assert(
      fc.property(subscriptions, (subscription) => {
        const { status, currentPeriodStart, currentPeriodEnd, cancelAt, pastDueSince } = subscription;
        const from = status === "past_due" ? (pastDueSince ?? currentPeriodStart) : currentPeriodEnd;
        const isCovered =
          ["trialing", "active", "past_due"].includes(status) &&
          (cancelAt === null || cancelAt > NOW) &&
          (from === null ? status !== "past_due" : plusMs(from, GRACE_MS) > NOW);
        expect(isCovered || access(subscription, NOW).plan === "free").toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a pause", () => {
  const paused = (overrides: Partial<AccessSubject> = {}) =>
    aSubscription({ pausedFrom: day("2026-12-01"), pausedUntil: day("2027-02-01"), ...overrides });
  const at = (text: string, overrides?: Partial<AccessSubject>) => access(paused(overrides), day(text));
  const NEXT_MONTH = { currentPeriodStart: day("2026-12-01"), currentPeriodEnd: day("2027-01-01") };

  test("begins when what was paid for is over, and until then nothing is taken", () => {
    expect(at("2026-11-21")).toMatchObject({
      plan: "pro",
      state: "active",
      reason: "You have Pro until December 1, 2026. Then it pauses, until February 1, 2027.",
      periodHeldUntil: day("2026-12-01"),
    });
  });

  test.each(["2026-12-01", "2026-12-31", "2027-01-31"])("gives nothing on %s, whatever period Stripe is in", (text) => {
    expect(at(text, NEXT_MONTH)).toMatchObject({
      plan: "free",
      state: "paused",
      reason: "You are on Free: Pro is paused until February 1, 2027. Nothing is charged for it until then.",
      needsAttention: false,
    });
  });

  test("is over when the next payment is due", () => {
    const renewed = { currentPeriodStart: day("2027-02-01"), currentPeriodEnd: day("2027-03-01") };
    expect(at("2027-02-01", renewed)).toMatchObject({
      plan: "pro",
      reason: "You have Pro. It renews on March 1, 2027.",
    });
  });

  test("of what was cancelled says when that ends, and then it is over", () => {
    const ending = { ...NEXT_MONTH, cancelAt: day("2027-01-01") };
    expect(at("2026-12-10", ending).reason).toContain("Pro is paused and ends on January 1, 2027.");
    expect(at("2027-01-02", ending)).toMatchObject({ plan: "free", state: "ended" });
  });

  test("does not hide that a payment is missing", () => {
    const late = { status: "past_due", pastDueSince: day("2026-11-20") };
    expect(at("2026-11-21", late)).toMatchObject({ state: "grace", needsAttention: true });
  });

  test("never gives what is not paid for: whatever else is so, in its time it is Free", () => {
    fc.assert(
      fc.property(subscriptions, (subscription) => {
        const { pausedFrom, pausedUntil } = subscription;
        const isPaused = pausedFrom !== null && pausedUntil !== null && pausedFrom <= NOW && NOW < pausedUntil;
        expect(isPaused && access(subscription, NOW).plan !== "free").toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

test("a locale writes the days of the sentence and changes nothing else", () => {
  fc.assert(
    fc.property(subscriptions, fc.constantFrom("en-GB", "en-DE", "en-JP"), (subscription, locale) => {
      const { reason: _there, ...there } = access(subscription, NOW, locale);
      const { reason: _here, ...here } = access(subscription, NOW);
      expect(there).toEqual(here);
    }),
  );
  expect(access(aSubscription(), NOW, "en-GB").reason).toBe("You have Pro. It renews on 1 December 2026.");
});
