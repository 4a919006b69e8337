import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RemoteItem, RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { collectsFrom, noteOf, pauseOf, windowOf } from "@/lib/billing/changes/pause-window";
import { cycleAt, plusMonths } from "@/lib/billing/cycle";
import { DAY_MS, plusMs } from "@/lib/platform/clock";

const day = (text: string) => new Date(`${text}T09:00:00Z`);
const months = (anchor: Date, moment: Date) => cycleAt(anchor, moment);
const item = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) =>
  ({ periodStart: startsAt, periodEnd: endsAt }) as RemoteItem;

describe("a window", () => {
  test("begins when what is paid for is over, and counts the subscription's own months", () => {
    const anchor = day("2026-01-31");
    const february = item({ startsAt: day("2026-01-31"), endsAt: day("2026-02-28") });
    expect(windowOf({ anchor }, february, 1)).toEqual({ from: day("2026-02-28"), until: day("2026-03-31") });
    expect(windowOf({ anchor }, february, 3)).toEqual({ from: day("2026-02-28"), until: day("2026-05-31") });
    const december = item({ startsAt: day("2026-11-30"), endsAt: day("2026-12-31") });
    expect(windowOf({ anchor }, december, 2)).toEqual({ from: day("2026-12-31"), until: day("2027-02-28") });
  });

  test("holds whole months, and collecting goes on between the last of them and the payment that ends it", () => {
    const anchors = fc.date({ min: day("2024-01-01"), max: day("2028-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(anchors, fc.nat({ max: 500 }), fc.integer({ min: 1, max: 3 }), (anchor, days, count) => {
        const running = months(anchor, plusMs(anchor, days * DAY_MS));
        const window = windowOf({ anchor }, item(running), count);
        const starts = Array.from({ length: count }, (_, k) => plusMonths(anchor, monthsTo(anchor, window.from) + k));
        expect(starts[0]).toEqual(running.endsAt);
        expect(months(anchor, window.until).startsAt).toEqual(window.until);
        expect(collectsFrom(window).getTime()).toBeGreaterThan(starts.at(-1)!.getTime() + DAY_MS);
        expect(collectsFrom(window).getTime()).toBeLessThan(window.until.getTime());
      }),
    );
  });
});

function monthsTo(anchor: Date, moment: Date): number {
  return (moment.getUTCFullYear() - anchor.getUTCFullYear()) * 12 + moment.getUTCMonth() - anchor.getUTCMonth();
}

describe("the pause of a subscription", () => {
  const window = { from: day("2026-12-01"), until: day("2027-02-01") };
  const noted = { metadata: noteOf(window) };
  const seen = (isCollectionPaused: boolean, start: string, end: string, status = "void") =>
    pauseOf({ ...noted, isCollectionPaused } as RemoteSubscription, item({ startsAt: day(start), endsAt: day(end) }), {
      status,
    });
  const none = { paused_from: null, paused_until: null };

  test("is what was noted, as long as nothing is collected", () => {
    const whole = { paused_from: window.from, paused_until: window.until };
    expect(seen(true, "2026-11-01", "2026-12-01")).toEqual(whole);
    expect(seen(true, "2027-01-01", "2027-02-01")).toEqual(whole);
  });

  test("is none where it was taken back before it began, and none once it is over", () => {
    expect(seen(false, "2026-11-01", "2026-12-01")).toEqual(none);
    expect(seen(false, "2027-02-01", "2027-03-01")).toEqual(none);
  });

  test("where collecting goes on within it lasts for the month that was not paid for, and no longer", () => {
    expect(seen(false, "2026-12-01", "2027-01-01")).toEqual({
      paused_from: window.from,
      paused_until: day("2027-01-01"),
    });
    expect(seen(false, "2027-01-01", "2027-02-01")).toEqual({ paused_from: window.from, paused_until: window.until });
  });

  test.each(["draft", "open", "paid"])("is over once a month of it is asked for: its invoice is %s", (status) => {
    expect(seen(false, "2027-01-01", "2027-02-01", status)).toEqual(none);
    expect(seen(true, "2027-01-01", "2027-02-01", status)).not.toEqual(none);
  });

  test.each([{}, { pausedFrom: "soon", pausedUntil: "1" }, { pausedFrom: "5", pausedUntil: "5" }, { pausedFrom: "5" }])(
    "is none where nothing sensible is noted: %j",
    (metadata) => {
      const subscription = { metadata, isCollectionPaused: true } as unknown as RemoteSubscription;
      expect(pauseOf(subscription, item({ startsAt: window.from, endsAt: window.until }), undefined)).toEqual(none);
    },
  );
});
