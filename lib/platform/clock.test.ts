import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS, now, plusMs, setWorldOffset, wallTime, worldOffsetMs } from "@/lib/platform/clock";
import { movedClock } from "@/lib/platform/testing/moved-clock";

const NOON = new Date("2026-11-21T12:00:00Z");

beforeEach(() => void vi.useFakeTimers({ now: NOON, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  setWorldOffset(0);
});

describe("now", () => {
  test("is the machine's time where nobody moves the world", () => {
    expect(worldOffsetMs()).toBe(0);
    expect([now(), wallTime(now)]).toEqual([NOON, NOON]);
  });

  test("is ahead by what the world was moved, and the machine's time stands where it was", () => {
    setWorldOffset(31 * DAY_MS);
    expect(now()).toEqual(new Date("2026-12-22T12:00:00Z"));
    expect(wallTime(now)).toEqual(NOON);
  });

  test("goes on with the machine's time", () => {
    setWorldOffset(DAY_MS);
    vi.setSystemTime(plusMs(NOON, 250));
    expect(now()).toEqual(plusMs(NOON, DAY_MS + 250));
  });

  test("is one for every copy of the module that a bundle holds", async () => {
    setWorldOffset(DAY_MS);
    vi.resetModules();
    const copy = await import("@/lib/platform/clock");
    expect(copy.now).not.toBe(now);
    expect(copy.now()).toEqual(now());
    copy.setWorldOffset(0);
    expect(now()).toEqual(NOON);
  });

  test("never runs backwards while the world is only moved on", () => {
    const step = fc.record({ passes: fc.nat({ max: 5_000 }), moves: fc.nat({ max: 400 * DAY_MS }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        setWorldOffset(0);
        let seen = now();
        for (const { passes, moves } of steps) {
          vi.setSystemTime(Date.now() + passes);
          setWorldOffset(worldOffsetMs() + moves);
          expect(now().getTime() - seen.getTime()).toBe(passes + moves);
          seen = now();
        }
      }),
    );
  });
});

describe("the machine's time", () => {
  test("of a clock that tells one time only is that time", () => {
    expect(wallTime(() => NOON)).toEqual(NOON);
  });

  test("of a world that was moved is told beside it", () => {
    const clock = movedClock(DAY_MS, () => NOON);
    expect([clock(), wallTime(clock)]).toEqual([plusMs(NOON, DAY_MS), NOON]);
  });
});
