import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { amount, dueTokens, durationMs, paceWith } from "./pace";
import { createWheel } from "./wheel";

const PACE = { ttftMs: 300, tokensPerSecond: 60 };

describe("how many tokens are due", () => {
  test("none before the first is, then one, then all", () => {
    expect(dueTokens(PACE, 299, 100)).toBe(0);
    expect(dueTokens(PACE, 300, 100)).toBe(1);
    expect(dueTokens(PACE, 100_000, 100)).toBe(100);
    expect(dueTokens({ ttftMs: 0, tokensPerSecond: 0 }, 0, 100)).toBe(100);
  });

  test("never fewer than a moment ago, and never far from the mean", () => {
    const rate = fc.double({ min: 0.5, max: 500, noNaN: true });
    fc.assert(
      fc.property(rate, fc.array(fc.nat({ max: 500 }), { minLength: 1, maxLength: 50 }), (tokensPerSecond, steps) => {
        let elapsedMs = 0;
        let before = 0;
        for (const step of steps) {
          elapsedMs += step;
          const due = dueTokens({ ttftMs: 100, tokensPerSecond }, elapsedMs, 1_000_000);
          expect(due).toBeGreaterThanOrEqual(before);
          const mean = elapsedMs < 100 ? 0 : 1 + ((elapsedMs - 100) / 1_000) * tokensPerSecond;
          expect(Math.abs(due - mean)).toBeLessThanOrEqual(1 + 0.03 * tokensPerSecond);
          before = due;
        }
      }),
    );
  });

  test("a whole answer takes as long as its stream would", () => {
    expect(durationMs(PACE, 61)).toBe(1_300);
    expect(durationMs({ ttftMs: 5, tokensPerSecond: 0 }, 61)).toBe(5);
    expect(durationMs(PACE, 0)).toBe(300);
  });
});

describe("the pace of a request", () => {
  test("is the server's, and over it what was asked for, the later the stronger", () => {
    expect(paceWith(PACE)).toEqual(PACE);
    expect(paceWith(PACE, {}, { tokensPerSecond: 7.5 })).toEqual({ ttftMs: 300, tokensPerSecond: 7.5 });
    expect(paceWith(PACE, { ttftMs: 0 }, { ttftMs: 9 })).toEqual({ ttftMs: 9, tokensPerSecond: 60 });
    expect(paceWith(PACE, { ttftMs: 9e99 }).ttftMs).toBe(600_000);
  });

  test.each(["", " ", "-1", "fast", "NaN", "Infinity", undefined, ["1", "2"]])(
    "is the server's where it says %j",
    (value) => {
      expect(amount(value)).toBeUndefined();
    },
  );
});

describe("the wheel", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  test("moves a rider at once and until it is over, and then stands still", () => {
    const wheel = createWheel();
    const advance = vi
      .fn<(nowMs: number) => boolean>()
      .mockReturnValueOnce(false)
      .mockReturnValueOnce(false)
      .mockReturnValue(true);
    wheel.add(advance);
    expect(advance).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    expect(advance).toHaveBeenCalledTimes(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("has one timer for all, and turns slower when there are many", () => {
    const wheel = createWheel();
    const moves = vi.fn<(nowMs: number) => boolean>(() => false);
    for (let rider = 0; rider < 200; rider += 1) wheel.add((nowMs) => moves(nowMs));
    expect(vi.getTimerCount()).toBe(1);
    moves.mockClear();
    vi.advanceTimersByTime(1_000);
    expect(moves.mock.calls.length / 200).toBeLessThanOrEqual(30);
    expect(moves.mock.calls.length / 200).toBeGreaterThanOrEqual(20);
  });

  test("forgets a rider who leaves, also during a turn", () => {
    const wheel = createWheel();
    const stays = vi.fn<(nowMs: number) => boolean>(() => false);
    let leave = () => {};
    const goes = vi.fn<(nowMs: number) => boolean>(() => {
      leave();
      return false;
    });
    leave = wheel.add(goes);
    wheel.add(stays);
    vi.advanceTimersByTime(100);
    expect(goes).toHaveBeenCalledTimes(2);
    expect(stays.mock.calls.length).toBeGreaterThan(5);
    wheel.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
