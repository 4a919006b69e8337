import fc from "fast-check";
import { expect, test } from "vitest";
import { anchorFor } from "./anchors";
import { nextEnd } from "./periods";

const AT = (text: string) => Date.parse(text) / 1000;
const MONTH = { interval: "month", interval_count: 1 } as const;
const YEAR = { interval: "year", interval_count: 1 } as const;
const ANY = { month: null, hour: null, minute: null, second: null };

test.each([
  ["2027-02-10T08:00:00Z", { day_of_month: 15 }, "2027-02-15T08:00:00Z"],
  ["2027-02-10T08:00:00Z", { day_of_month: 10 }, "2027-03-10T08:00:00Z"],
  ["2027-02-10T08:00:00Z", { day_of_month: 10, hour: 9, minute: 0, second: 0 }, "2027-02-10T09:00:00Z"],
  ["2027-12-10T08:00:00Z", { day_of_month: 1 }, "2028-01-01T08:00:00Z"],
  ["2027-02-10T08:00:00Z", { day_of_month: 1, month: 2 }, "2028-02-01T08:00:00Z"],
  // February has no 31st: the period ends on its last day, and the anchor remembers the 31st.
  ["2027-02-10T08:00:00Z", { day_of_month: 31 }, "2027-01-31T08:00:00Z"],
])("from %s on, %j is %s", (now, config, expected) => {
  expect(anchorFor({ ...ANY, ...config }, MONTH, AT(now))).toBe(AT(expected));
});

test("for years a day the month has not is its last", () => {
  const config = { ...ANY, day_of_month: 31, month: 2 };
  expect(anchorFor(config, YEAR, AT("2027-01-10T00:00:00Z"))).toBe(AT("2027-02-28T00:00:00Z"));
});

test("the first period ends within a month, on the day that was asked for or the month's last", () => {
  const day = fc.integer({ min: 1, max: 31 });
  const now = fc.integer({ min: AT("2024-01-01T00:00:00Z"), max: AT("2032-01-01T00:00:00Z") });
  fc.assert(
    fc.property(day, now, (day_of_month, at) => {
      const anchor = anchorFor({ ...ANY, day_of_month }, MONTH, at);
      const end = nextEnd(anchor, MONTH, at);
      expect(end).toBeGreaterThan(at);
      expect(end - at).toBeLessThanOrEqual(31 * 86_400);
      const [ended, last] = [new Date(end * 1000), new Date(end * 1000)];
      last.setUTCMonth(last.getUTCMonth() + 1, 0);
      expect(ended.getUTCDate()).toBe(Math.min(day_of_month, last.getUTCDate()));
    }),
  );
});
