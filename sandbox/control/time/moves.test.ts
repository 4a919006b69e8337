import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LANDMARKS, moveIn, STEPS } from "./moves";

const DAY_S = 86_400;
const seconds = (iso: string) => Date.parse(iso) / 1000;
const NOW = seconds("2027-01-31T12:00:00Z");
const NOTHING_WAITS = { renewal: null, trial_end: null, retry: null };

function moved(
  fields: Record<string, string>,
  now = NOW,
  landmarks: Parameters<typeof moveIn>[1]["landmarks"] = NOTHING_WAITS,
) {
  const move = moveIn(new URLSearchParams(fields), { now, landmarks });
  return "refusal" in move ? move.refusal : new Date((now + move.seconds) * 1000).toISOString().slice(0, 16);
}

describe("a fixed way", () => {
  test.each([
    ["day", "2027-02-01T12:00"],
    ["week", "2027-02-07T12:00"],
    ["month", "2027-02-28T12:00"],
    ["year", "2028-01-31T12:00"],
  ])("one %s on from 31 January 2027 is %s", (to, then) => {
    expect(moved({ to })).toBe(then);
  });

  test("a month from the last day of December is in the next year, and a year from 29 February in a shorter one", () => {
    expect(moved({ to: "month" }, seconds("2027-12-31T00:00:00Z"))).toBe("2028-01-31T00:00");
    expect(moved({ to: "year" }, seconds("2028-02-29T06:30:00Z"))).toBe("2029-02-28T06:30");
  });

  test("a month on is 28 to 31 days, at the same time of day, from any second", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (now) => {
        const move = moveIn(new URLSearchParams({ to: "month" }), { now, landmarks: NOTHING_WAITS });
        const days = "seconds" in move ? move.seconds / DAY_S : 0;
        expect(days).toBeGreaterThanOrEqual(28);
        expect(days).toBeLessThanOrEqual(31);
        expect(Number.isInteger(days)).toBe(true);
      }),
    );
  });
});

describe("to where something happens", () => {
  test.each(LANDMARKS.map(({ to }) => to))("%s is where it waits", (to) => {
    expect(moved({ to }, NOW, { ...NOTHING_WAITS, [to]: NOW + 3 * DAY_S })).toBe("2027-02-03T12:00");
  });

  test.each(LANDMARKS.map(({ to, missing }) => [to, missing] as const))(
    "%s that nobody has says: %s",
    (to, missing) => {
      expect(moved({ to })).toBe(missing);
    },
  );

  test("a moment that has just passed is not gone back to", () => {
    expect(moved({ to: "renewal" }, NOW, { ...NOTHING_WAITS, renewal: NOW })).toMatch(/in the past/u);
  });
});

describe("to a date", () => {
  test.each(["2027-03-01T09:30", "2027-03-01T09:30:00"])(
    "%s is that minute in UTC, wherever the machine is",
    (date) => {
      expect(moved({ date })).toBe("2027-03-01T09:30");
    },
  );

  test.each([
    ["2027-01-31T12:00", /in the past/u],
    ["1999-12-31T23:59", /in the past/u],
    ["2040-01-01T00:00", /more than five years/u],
    ["", /Choose a date/u],
    ["tomorrow", /Choose a date/u],
    ["2027-13-45T99:99", /Choose a date/u],
    ["2027-03-01", /Choose a date/u],
    ["2027-03-01T09:30Z", /Choose a date/u],
  ])("%j is refused in words", (date, words) => {
    expect(moved({ date })).toMatch(words);
  });

  test("a button that there is not is no date either", () => {
    expect(moved({ to: "century" })).toMatch(/Choose a date/u);
  });
});

test("whatever is sent, time goes forward by whole seconds, five years at most, or a sentence says why not", () => {
  const to = fc.oneof(fc.constantFrom(...STEPS.map((step) => step.to), ...LANDMARKS.map((one) => one.to)), fc.string());
  const place = fc.option(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { nil: null });
  const landmarks = fc.record({ renewal: place, trial_end: place, retry: place });
  fc.assert(
    fc.property(
      fc.record({ to, date: fc.string() }),
      fc.integer({ min: 0, max: 4e9 }),
      landmarks,
      (fields, now, marks) => {
        const move = moveIn(new URLSearchParams(fields), { now, landmarks: marks });
        const isSentence = "refusal" in move && move.refusal.endsWith(".");
        const isWay = "seconds" in move && Number.isInteger(move.seconds) && move.seconds > 0;
        expect([isSentence, isWay]).toContain(true);
        expect("seconds" in move ? move.seconds : 0).toBeLessThanOrEqual(5 * 366 * DAY_S);
      },
    ),
  );
});
