import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayText, minuteText, periodText, spanText } from "@/components/ui/moments";

const MOMENT = new Date("2026-11-21T23:45:00Z");

describe("a date", () => {
  test("is written as the reader's region writes it", () => {
    expect(dayText(MOMENT, "en-GB")).toBe("21 November 2026");
    expect(dayText(MOMENT, "en-US")).toBe("November 21, 2026");
  });

  test("is the day in UTC, wherever the server stands", () => {
    expect(dayText(new Date("2026-11-21T23:59:59.999Z"), "en-GB")).toBe("21 November 2026");
    expect(dayText(new Date("2026-11-22T00:00:00Z"), "en-GB")).toBe("22 November 2026");
  });

  test("has the minute in 24 hours where it matters, also at midnight", () => {
    expect(minuteText(MOMENT, "en-GB")).toBe("21 Nov 2026, 23:45");
    expect(minuteText(new Date("2026-11-21T00:05:00Z"), "en-US")).toBe("Nov 21, 2026, 00:05");
  });
});

test("a period is its first and last day where the reader is", () => {
  const period = { startsAt: new Date("2026-11-01T02:00:00Z"), endsAt: new Date("2026-12-01T02:00:00Z") };
  expect(periodText(period, { locale: "en-US", zone: "UTC" })).toMatch(/^Nov 1\s–\sDec 1, 2026$/u);
  expect(periodText(period, { locale: "en-GB", zone: "America/New_York" })).toMatch(/^31 Oct\s–\s30 Nov 2026$/u);
});

describe("a span", () => {
  test.each([
    [0, "less than a minute"],
    [59_999, "less than a minute"],
    [60_000, "1 minute"],
    [3_599_999, "59 minutes"],
    [3_600_000, "1 hour"],
    [86_399_999, "23 hours"],
    [86_400_000, "1 day"],
    [40 * 86_400_000, "40 days"],
  ])("of %i ms reads “%s”", (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });

  test("never claims more than has passed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 10 ** 11 }), (ms) => {
        const [count, unit] = spanText(ms).split(" ");
        const unitMs = unit!.startsWith("day") ? 86_400_000 : unit!.startsWith("hour") ? 3_600_000 : 60_000;
        expect(Number(count) * unitMs).toBeLessThanOrEqual(ms);
        expect((Number(count) + 1) * unitMs).toBeGreaterThan(ms);
      }),
    );
  });
});
