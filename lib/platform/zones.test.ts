import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAfter, dayIn, daysFrom, isZone, startOfDay } from "@/lib/platform/zones";

const ZONES = ["UTC", "Europe/Vienna", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Africa/Cairo"];

test.each([
  ["2026-11-21", "UTC", "2026-11-21T00:00:00.000Z"],
  ["2026-11-21", "Europe/Vienna", "2026-11-20T23:00:00.000Z"],
  ["2026-07-21", "Europe/Vienna", "2026-07-20T22:00:00.000Z"],
  ["2026-11-21", "Asia/Kolkata", "2026-11-20T18:30:00.000Z"],
  ["2026-11-21", "Pacific/Kiritimati", "2026-11-20T10:00:00.000Z"],
  // The clocks go from 23:59 on Thursday to 01:00 on Friday: there is no midnight.
  ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"],
  // They show 00:00 twice, because at 01:00 they go back an hour.
  ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z"],
])("%s in %s begins at %s", (day, zone, at) => {
  expect(startOfDay(day, zone).toISOString()).toBe(at);
});

test("every moment is within its day, in every zone", () => {
  const moments = fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(moments, fc.constantFrom(...ZONES), (at, zone) => {
      const day = dayIn(at, zone);
      expect(startOfDay(day, zone).getTime()).toBeLessThanOrEqual(at.getTime());
      expect(startOfDay(dayAfter(day), zone).getTime()).toBeGreaterThan(at.getTime());
      expect(dayIn(startOfDay(day, zone), zone)).toBe(day);
    }),
  );
});

test("days follow each other over months, years and the day that only some years have", () => {
  expect(daysFrom("2028-02-28", "2028-03-01")).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
  expect(dayAfter("2026-12-31")).toBe("2027-01-01");
  expect(daysFrom("2026-11-02", "2026-11-01")).toEqual([]);
});

test.each(ZONES)("%s is a zone", (zone) => expect(isZone(zone)).toBe(true));
test.each(["", "Vienna/Europe", "+05:30", "UTC; DROP", "../UTC", "x".repeat(65), "Europe/Vienna\n"])(
  "%j is none",
  (text) => expect(isZone(text)).toBe(false),
);
