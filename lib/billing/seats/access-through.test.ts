import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AccessSubject, access } from "@/lib/billing/access";
import { planRank } from "@/lib/billing/plans";
import { accessThrough, betterOf, type TeamPlace } from "@/lib/billing/seats/access-through";

const day = (text: string) => new Date(`${text}T12:00:00Z`);
const NOW = day("2026-11-21");

function aSubscription(overrides: Partial<AccessSubject> = {}): AccessSubject {
  return {
    plan: "enterprise",
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

const through = (overrides: Partial<AccessSubject>, place: Partial<TeamPlace> = {}) =>
  accessThrough(
    { ownerId: "ada", owner: "Ada", subscription: aSubscription(overrides), seats: 3, before: 0, ...place },
    NOW,
  );

describe("what a member has, and why", () => {
  test.each<[string, Partial<AccessSubject>, Partial<TeamPlace>, [plan: string, reason: string]]>([
    ["paid for", {}, {}, ["enterprise", "You have Enterprise through Ada's team."]],
    ["the last seat", {}, { before: 1 }, ["enterprise", "You have Enterprise through Ada's team."]],
    [
      "one more than the seats",
      {},
      { before: 2 },
      ["free", "You are on Free: Ada's team has more members than seats, and who came first has them."],
    ],
    [
      "the owner's seat alone",
      {},
      { seats: 1 },
      ["free", "You are on Free: Ada's team has more members than seats, and who came first has them."],
    ],
    [
      "cancelled",
      { cancelAt: day("2026-12-01") },
      {},
      ["enterprise", "You have Enterprise through Ada's team until December 1, 2026."],
    ],
    [
      "about to pause",
      { pausedFrom: day("2026-12-01"), pausedUntil: day("2027-01-01") },
      {},
      ["enterprise", "You have Enterprise through Ada's team until December 1, 2026."],
    ],
    [
      "paused",
      { pausedFrom: day("2026-11-01"), pausedUntil: day("2026-12-01") },
      {},
      ["free", "You are on Free: the plan of Ada's team is paused."],
    ],
    [
      "a payment failed yesterday",
      { status: "past_due", pastDueSince: day("2026-11-20") },
      {},
      ["enterprise", "You have Enterprise through Ada's team until November 23, 2026: a payment for it is missing."],
    ],
    [
      "a payment failed long ago",
      { status: "past_due", pastDueSince: day("2026-11-10") },
      {},
      ["free", "You are on Free: a payment for Ada's team is missing."],
    ],
    [
      "ended",
      { status: "canceled", endedAt: day("2026-11-10") },
      {},
      ["free", "You are on Free: Ada's team has no plan with seats any more."],
    ],
    ["now on Pro", { plan: "pro" }, {}, ["free", "You are on Free: Ada's team has no plan with seats any more."]],
    [
      "its renewal being confirmed",
      { currentPeriodStart: day("2026-10-20"), currentPeriodEnd: day("2026-11-20") },
      {},
      ["enterprise", "You have Enterprise through Ada's team."],
    ],
  ])("%s", (_what, subscription, place, expected) => {
    const { plan, reason, needsAttention } = through(subscription, place);
    expect([plan, reason]).toEqual(expected);
    expect(needsAttention).toBe(false);
  });

  test("without any subscription of the owner's is Free", () => {
    const place = { ownerId: "ada", owner: "Ada", subscription: undefined, seats: 1, before: 0 };
    expect(accessThrough(place, NOW)).toMatchObject({ plan: "free", through: undefined });
  });

  test("lasts as long as the owner's own, and says whose it is", () => {
    const own = access(aSubscription(), NOW);
    expect(through({})).toMatchObject({ period: own.period, grants: own.grants, through: "Ada" });
  });
});

const moments = fc.option(fc.date({ min: day("2026-09-01"), max: day("2027-02-01"), noInvalidDate: true }));
const subscriptions = fc.record({
  plan: fc.option(fc.constantFrom("pro" as const, "enterprise" as const)),
  status: fc.constantFrom("trialing", "active", "past_due", "unpaid", "paused", "incomplete", "canceled", "else"),
  currentPeriodStart: moments,
  currentPeriodEnd: moments,
  trialEnd: moments,
  cancelAt: moments,
  endedAt: moments,
  pastDueSince: moments,
  pausedFrom: moments,
  pausedUntil: moments,
});

test("a member never has more than the owner, nor for longer, nor without a seat", () => {
  fc.assert(
    fc.property(subscriptions, fc.nat({ max: 6 }), fc.nat({ max: 6 }), (subscription, seats, before) => {
      const owned = access(subscription, NOW);
      const member = accessThrough({ ownerId: "ada", owner: "Ada", subscription, seats, before }, NOW);
      expect(planRank(member.plan)).toBeLessThanOrEqual(planRank(owned.plan));
      expect(member.reason).toMatch(/^You (?:have|are on) .+\.$/su);
      if (member.plan === "free") return;
      expect(before + 2).toBeLessThanOrEqual(seats);
      expect([member.period, member.periodHeldUntil]).toEqual([owned.period, owned.periodHeldUntil]);
    }),
    { numRuns: 500 },
  );
});

describe("of what is one's own and what a team gives", () => {
  const own = (plan: "pro" | "enterprise", status = "active") => access(aSubscription({ plan, status }), NOW);
  test("the bigger counts, and one's own where they are the same", () => {
    expect(betterOf(own("pro"), through({})).through).toBe("Ada");
    expect(betterOf(own("enterprise"), through({})).through).toBeUndefined();
    expect(betterOf(own("pro"), through({ status: "canceled" })).reason).toContain("You have Pro.");
    expect(betterOf(own("pro"), undefined).plan).toBe("pro");
  });

  test("the team's reason is told to who has nothing of their own, and one's own reason to who had", () => {
    expect(betterOf(access(undefined, NOW), through({ status: "canceled" })).reason).toContain("Ada's team");
    const ended = access(aSubscription({ plan: "pro", status: "canceled", endedAt: day("2026-11-02") }), NOW);
    expect(betterOf(ended, through({ status: "canceled" })).reason).toContain("your Pro subscription ended");
  });
});
