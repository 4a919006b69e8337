import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cycleAt, plusMonths } from "@/lib/billing/cycle";

const day = (text: string) => new Date(`${text}Z`);
const moments = fc.date({ min: day("2000-01-01T00:00:00"), max: day("2099-12-31T00:00:00"), noInvalidDate: true });

describe("a cycle", () => {
  test.each([
    ["in the middle of a month", "2026-03-15T09:30", "2026-04-20T00:00", "2026-04-15T09:30", "2026-05-15T09:30"],
    ["on its very first moment", "2026-03-15T09:30", "2026-04-15T09:30", "2026-04-15T09:30", "2026-05-15T09:30"],
    ["a moment before the next", "2026-03-15T09:30", "2026-04-15T09:29", "2026-03-15T09:30", "2026-04-15T09:30"],
    ["of the 31st in February", "2026-01-31T00:00", "2026-02-28T00:00", "2026-02-28T00:00", "2026-03-31T00:00"],
    [
      "of the 31st before February's end",
      "2026-01-31T00:00",
      "2026-02-27T23:59",
      "2026-01-31T00:00",
      "2026-02-28T00:00",
    ],
    ["of the 31st in a leap year", "2024-01-31T12:00", "2024-03-01T00:00", "2024-02-29T12:00", "2024-03-31T12:00"],
    ["of a leap day, a year on", "2024-02-29T08:00", "2025-03-01T00:00", "2025-02-28T08:00", "2025-03-29T08:00"],
    ["across a year's end", "2025-12-31T23:59", "2026-01-15T00:00", "2025-12-31T23:59", "2026-01-31T23:59"],
    ["before its anchor", "2026-05-31T00:00", "2026-05-01T00:00", "2026-04-30T00:00", "2026-05-31T00:00"],
  ])("%s", (_name, anchor, moment, startsAt, endsAt) => {
    expect(cycleAt(day(anchor), day(moment))).toEqual({ startsAt: day(startsAt), endsAt: day(endsAt) });
  });

  test("holds the moment it was asked for, whatever the anchor", () => {
    fc.assert(
      fc.property(moments, moments, (anchor, moment) => {
        const { startsAt, endsAt } = cycleAt(anchor, moment);
        expect(startsAt.getTime()).toBeLessThanOrEqual(moment.getTime());
        expect(moment.getTime()).toBeLessThan(endsAt.getTime());
      }),
    );
  });

  test("is the same for each of its moments, and its end begins the next", () => {
    fc.assert(
      fc.property(moments, moments, fc.double({ min: 0, max: 0.999, noNaN: true }), (anchor, moment, share) => {
        const cycle = cycleAt(anchor, moment);
        const length = cycle.endsAt.getTime() - cycle.startsAt.getTime();
        const inside = new Date(cycle.startsAt.getTime() + Math.floor(length * share));
        expect(cycleAt(anchor, inside)).toEqual(cycle);
        expect(cycleAt(anchor, cycle.endsAt).startsAt).toEqual(cycle.endsAt);
        expect(cycleAt(anchor, new Date(cycle.startsAt.getTime() - 1)).endsAt).toEqual(cycle.startsAt);
      }),
    );
  });

  test("lasts 28 to 31 days", () => {
    fc.assert(
      fc.property(moments, moments, (anchor, moment) => {
        const { startsAt, endsAt } = cycleAt(anchor, moment);
        const days = (endsAt.getTime() - startsAt.getTime()) / 86_400_000;
        expect(days).toBeGreaterThanOrEqual(28);
        expect(days).toBeLessThanOrEqual(31);
      }),
    );
  });
});

test("months are added from the anchor, so a short month does not shorten those after it", () => {
  const anchor = day("2026-01-31T10:00");
  const days = [0, 1, 2, 3].map((months) => plusMonths(anchor, months).toISOString().slice(5, 10));
  expect(days).toEqual(["01-31", "02-28", "03-31", "04-30"]);
});
