import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { access } from "@/lib/billing/access";
import { duplicates, isLive, type Ranked, ranked } from "@/lib/billing/ranking";

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const a = (id: string, plan: Ranked["plan"], status: string, created = 1): Ranked => ({
  id,
  plan,
  status,
  createdAt: day(created),
});
const first = (...subscriptions: Ranked[]) => ranked(subscriptions)[0]?.id;

describe("of several subscriptions the one decides that", () => {
  test("lives, however big the dead one was", () => {
    expect(first(a("dead", "enterprise", "canceled", 9), a("live", "pro", "active"))).toBe("live");
  });
  test("is paid, rather than the bigger one whose payment is missing", () => {
    expect(first(a("late", "enterprise", "past_due"), a("paid", "pro", "active"))).toBe("paid");
  });
  test("is of the bigger plan, when both are paid", () => {
    expect(first(a("pro", "pro", "active", 9), a("big", "enterprise", "trialing"))).toBe("big");
  });
  test("is of a plan of ours, rather than of anything else", () => {
    expect(first(a("mug", null, "active", 9), a("pro", "pro", "active"))).toBe("pro");
  });
  test("is of ours and late, rather than paid and of something else", () => {
    expect(first(a("mug", null, "active"), a("late", "pro", "past_due"))).toBe("late");
  });
  test("is newer, when nothing else tells them apart", () => {
    expect(first(a("old", "pro", "active", 1), a("new", "pro", "active", 2))).toBe("new");
  });
  test("has a status we know, rather than one we do not", () => {
    expect(first(a("odd", "enterprise", "hibernating"), a("unpaid", "pro", "unpaid"))).toBe("unpaid");
  });
});

const statuses = [
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "paused",
  "incomplete",
  "incomplete_expired",
  "canceled",
  "odd",
  "toString",
];
const many = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    plan: fc.option(fc.constantFrom("pro" as const, "enterprise" as const)),
    status: fc.constantFrom(...statuses),
    createdAt: fc.constantFrom(day(1), day(2)),
  }),
  { selector: ({ id }) => id, maxLength: 8 },
);

test("the order does not depend on the order they are read in", () => {
  fc.assert(
    fc.property(many, fc.infiniteStream(fc.nat()), (subscriptions, seeds) => {
      const shuffled = subscriptions
        .map((one) => [seeds.next().value, one] as const)
        .toSorted(([x], [y]) => Number(x) - Number(y));
      expect(ranked(shuffled.map(([, one]) => one))).toEqual(ranked(subscriptions));
    }),
  );
});

test("somebody who has a paid plan is never put on Free by another subscription", () => {
  fc.assert(
    fc.property(many, (subscriptions) => {
      const rest = {
        currentPeriodStart: day(1),
        currentPeriodEnd: day(31),
        trialEnd: null,
        cancelAt: null,
        endedAt: null,
        pastDueSince: day(10),
        pausedFrom: null,
        pausedUntil: null,
      };
      const granted = (one: Ranked) => access({ ...one, ...rest }, day(20)).plan;
      const top = ranked(subscriptions)[0];
      const anyPaid = subscriptions.some((one) => one.plan !== null && granted(one) !== "free");
      expect(!anyPaid || (top !== undefined && granted(top) !== "free")).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("duplicates are all that live, when more than one does", () => {
  fc.assert(
    fc.property(many, (subscriptions) => {
      const live = subscriptions.filter(isLive);
      expect(duplicates(subscriptions)).toEqual(live.length > 1 ? live : []);
    }),
  );
  expect(statuses.filter((status) => isLive({ status }))).toEqual([
    "trialing",
    "active",
    "past_due",
    "unpaid",
    "paused",
  ]);
});
