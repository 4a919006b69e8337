import { describe, expect, test } from "vitest";
import { EventTable } from "@/components/admin/event-table";
import { anEvent } from "@/components/admin/testing/statement";
import { pageOf } from "@/components/ui/testing/page";
import type { AdminEvent } from "@/lib/billing/schema";
import type { EventChoice } from "@/lib/insights/schema";

type Given = { choice?: EventChoice; counts?: { open: number; dead: number }; screen?: "desktop" | "phone" };

function table(events: AdminEvent[], { choice = "newest", counts = { open: 0, dead: 0 }, screen }: Given = {}) {
  return pageOf(<EventTable events={events} choice={choice} counts={counts} locale="en-GB" />, screen);
}

describe("without events", () => {
  test.each([
    ["newest", "Stripe has sent nothing yet"],
    ["open", "Nothing waits"],
    ["dead", "Nothing was given up"],
  ] as const)("the view of the %s says “%s”, and shows no table", (choice, title) => {
    const { text, rows } = table([], { choice });
    expect(text).toContain(title);
    expect(rows).toEqual([]);
  });
});

describe("which events", () => {
  test("are links with how many there are, so that a view can be sent to somebody", () => {
    expect(table([], { counts: { open: 3, dead: 1 } }).links).toEqual({
      Newest: "/admin/billing",
      "Not applied (3)": "/admin/billing?events=open",
      "Given up (1)": "/admin/billing?events=dead",
      "All events, and whether our copy is equal": "/admin/events",
    });
  });

  test.each(["newest", "open", "dead"] as const)("only the one that is shown is marked: %s", (choice) => {
    const marked = table([], { choice })
      .all("a")
      .filter((link) => "aria-current" in link);
    expect(marked).toMatchObject([
      { text: { newest: "Newest", open: "Not applied (0)", dead: "Given up (0)" }[choice] },
    ]);
  });
});

describe("an event", () => {
  test("is told by when, what, its state, how often it was tried and why", () => {
    const failed = anEvent({ state: "failed", attempts: 4, reason: "Stripe did not answer", appliedAt: null });
    expect(table([failed]).rows).toEqual([
      ["Received", "Event", "State", "Tries", "Why"],
      ["21 Nov 2026, 12:00", "invoice.paid evt_1", "Failed, tried again", "4", "Stripe did not answer"],
    ]);
  });

  test("that was applied with a warning says both", () => {
    const { rows } = table([anEvent({ reason: "Done", warning: "Written for another version of the API" })]);
    expect(rows[1]?.at(-1)).toBe("Done Written for another version of the API");
  });

  test("on a phone keeps its reason, below what it is", () => {
    const { rows } = table([anEvent({ state: "dead", reason: "No such customer" })], { screen: "phone" });
    expect(rows[1]).toEqual(["invoice.paid evt_1 21 Nov 2026, 12:00 No such customer", "Given up"]);
  });

  test.each([
    ["received", "Waiting"],
    ["applied", "Applied"],
    ["ignored", "Ignored"],
    ["failed", "Failed, tried again"],
    ["dead", "Given up"],
  ] as const)("that is %s reads “%s”", (state, words) => {
    expect(table([anEvent({ state })]).rows[1]?.[2]).toBe(words);
  });

  test("can not write into the page", () => {
    const { html } = table([anEvent({ reason: "<img src=x onerror=alert(1)>" })]);
    expect(html).not.toContain("<img");
  });
});

test("times are said to be in UTC, because an operator compares them with Stripe's", () => {
  expect(table([]).text).toContain("Times in UTC");
});
