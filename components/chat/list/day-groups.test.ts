import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayGroups } from "./day-groups";

const conversation = (at: string) => ({
  id: at,
  title: at,
  lastMessageAt: new Date(at),
  isPinned: false,
  isArchived: false,
});
const place = { now: new Date("2026-11-21T10:00:00Z"), timeZone: "UTC", locale: "en-GB" };
const name = (at: string, where = place) => dayGroups([conversation(at)], where)[0]?.name;

describe("a conversation is under", () => {
  test.each([
    ["2026-11-21T00:00:00Z", "Today"],
    ["2026-11-20T23:59:59Z", "Yesterday"],
    ["2026-11-19T10:00:00Z", "Last 7 days"],
    ["2026-11-15T00:00:00Z", "Last 7 days"],
    ["2026-11-14T23:59:00Z", "Last 30 days"],
    ["2026-10-23T00:00:00Z", "Last 30 days"],
    ["2026-10-22T12:00:00Z", "October 2026"],
    ["2025-11-21T10:00:00Z", "November 2025"],
  ])("%s: %s", (at, expected) => {
    expect(name(at)).toBe(expected);
  });

  test("today, when its clock runs ahead of ours", () => {
    expect(name("2026-11-22T09:00:00Z")).toBe("Today");
  });

  test("the day that it is where the reader sits", () => {
    const at = "2026-11-20T23:30:00Z";
    expect(name(at, { ...place, timeZone: "Europe/Vienna" })).toBe("Today");
    expect(name(at, { ...place, timeZone: "America/New_York" })).toBe("Yesterday");
  });

  test("yesterday, also when that day had 23 hours", () => {
    const spring = { now: new Date("2026-03-30T08:00:00Z"), timeZone: "Europe/Vienna", locale: "en-GB" };
    expect(name("2026-03-28T23:30:00Z", spring)).toBe("Yesterday");
  });
});

test("every conversation is in one group, in the order it came, and no name comes twice", () => {
  // Of a year ahead too: the page may have been open while the world was moved.
  const instant = fc.date({ min: new Date("2020-01-01"), max: new Date("2027-11-21"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.array(instant, { maxLength: 40 }), (instants) => {
      const list = instants.toSorted((a, b) => b.getTime() - a.getTime()).map((at) => conversation(at.toISOString()));
      const groups = dayGroups(list, place);
      expect(groups.flatMap(({ conversations }) => conversations)).toEqual(list);
      expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
    }),
  );
});

test("the pinned ones stand together, whatever their day", () => {
  const pinned = { ...conversation("2020-01-01T00:00:00Z"), isPinned: true };
  const groups = dayGroups([pinned, conversation("2026-11-21T01:00:00Z")], place);
  expect(groups.map(({ name: heading }) => heading)).toEqual(["Pinned", "Today"]);
});
