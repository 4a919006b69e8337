import { describe, expect, test } from "vitest";
import { ColumnChange } from "@/components/billing/change/column-change";
import { NO_ACTIONS, someChanges } from "@/components/billing/change/testing/changes";
import { DAY_OF_RENEWAL } from "@/components/billing/testing/overview";
import { pageOf } from "@/components/ui/testing/page";
import type { Interval, PlanChanges, PlanId } from "@/lib/billing/schema";

function buttons(id: PlanId, interval: Interval, changes: PlanChanges = someChanges()) {
  const { all, html } = pageOf(
    <ColumnChange id={id} interval={interval} changes={changes} actions={NO_ACTIONS} locale="en-US" />,
  );
  return { texts: all("button").map(({ text }) => text), html };
}

describe("who has Enterprise by the month", () => {
  test("may leave, take less later, or pay by the year", () => {
    expect(buttons("free", "month").texts).toEqual(["Cancel Enterprise"]);
    expect(buttons("pro", "month").texts).toEqual(["Switch to Pro"]);
    expect(buttons("enterprise", "year").texts).toEqual(["Pay by the year for Enterprise"]);
  });

  test("finds nothing to press beside what they have", () => {
    expect(buttons("enterprise", "month")).toEqual({ texts: [], html: "" });
  });
});

test("the accent is for what one gets more of", () => {
  expect(buttons("enterprise", "year").html).toContain("bg-accent");
  expect(buttons("pro", "month").html).not.toContain("bg-accent");
});

test("what is cancelled can not be cancelled again, and nothing else is offered meanwhile", () => {
  const changes = someChanges({ cancelAt: DAY_OF_RENEWAL, options: [] });
  for (const id of ["free", "pro", "enterprise"] as const) expect(buttons(id, "year", changes).texts).toEqual([]);
});
