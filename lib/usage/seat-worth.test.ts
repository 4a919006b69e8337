import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { seatsLacking } from "@/lib/usage/seat-worth";

const PERIOD = { startsAt: new Date("2026-11-01T00:00:00Z"), endsAt: new Date("2026-12-01T00:00:00Z") };
const day = (days: number) => plusMs(PERIOD.startsAt, days * DAY_MS);
const NEW = { here: 0, before: undefined, isJoinedWithin: false };
const wish = (seats: number) => ({ seats, period: PERIOD, grantMicros: 3_000n });
const worthsOf = (known: Partial<typeof NEW> | { before: number }, seats: number, days: number) =>
  seatsLacking({ ...NEW, ...known }, wish(seats), day(days)).map(({ grantMicros }) => Number(grantMicros));

describe("what the seats of a cycle are worth", () => {
  test("all that the plan grants, for those that were there as it began", () => {
    expect(worthsOf({}, 3, 0)).toEqual([3_000, 3_000, 3_000]);
    expect(worthsOf({}, 2, 20)).toEqual([3_000, 3_000]);
  });

  test("the share that is left, for those that are added to a cycle which is counted", () => {
    expect(seatsLacking({ ...NEW, here: 1 }, wish(3), day(20))).toEqual([
      { place: 2, grantMicros: 1_000n },
      { place: 3, grantMicros: 1_000n },
    ]);
    expect(worthsOf({ here: 1 }, 2, 29)).toEqual([100]);
    expect(worthsOf({ here: 1 }, 2, 31)).toEqual([0]);
    expect(worthsOf({ here: 1 }, 2, -1)).toEqual([3_000]);
    expect(worthsOf({ here: 1 }, 2, 0.9)).toEqual([3_000]);
  });

  test("also where nobody looked before: those of the cycle before are known", () => {
    expect(worthsOf({ before: 1 }, 3, 15)).toEqual([3_000, 1_500, 1_500]);
    expect(worthsOf({ before: 5 }, 2, 15)).toEqual([3_000, 3_000]);
    // Renewed with another number: the news of it come with its beginning.
    expect(worthsOf({ before: 1 }, 3, 0.5)).toEqual([3_000, 3_000, 3_000]);
  });

  test("the share of all of them, where the plan itself came within the cycle", () => {
    expect(worthsOf({ isJoinedWithin: true }, 3, 20)).toEqual([1_000, 1_000, 1_000]);
  });

  test("fewer than there were are nothing new", () => {
    expect(worthsOf({ here: 4 }, 2, 3)).toEqual([]);
  });
});

test("however seats come and go within a cycle, each is there once, and is never worth more than the plan grants", () => {
  const steps = fc.array(fc.record({ seats: fc.integer({ min: 1, max: 9 }), days: fc.integer({ min: 0, max: 29 }) }));
  fc.assert(
    fc.property(steps, (taken) => {
      const places: number[] = [];
      let worth = 0n;
      for (const { seats, days } of taken) {
        for (const { place, grantMicros } of seatsLacking({ ...NEW, here: places.length }, wish(seats), day(days))) {
          places.push(place);
          worth += grantMicros;
        }
      }
      const most = Math.max(0, ...taken.map(({ seats }) => seats));
      expect(places).toEqual(Array.from({ length: most }, (_, index) => index + 1));
      expect(worth).toBeLessThanOrEqual(BigInt(most) * 3_000n);
    }),
  );
});
