import { expect, test } from "vitest";
import { pageOf } from "@/components/ui/testing/page";
import { DayColumns } from "@/components/usage/day-columns";
import type { DayUse } from "@/lib/usage/schema";

const DAYS = ["2026-11-19", "2026-11-20", "2026-11-21"];
const NAMES = { sage: "Sage", swift: "Swift" };
const USES: DayUse[] = [
  { day: "2026-11-19", model: "swift", chargedMicros: 10_000n },
  { day: "2026-11-21", model: "sage", chargedMicros: 40_000n },
  { day: "2026-11-21", model: "swift", chargedMicros: 1n },
];

const chart = (uses: readonly DayUse[]) =>
  pageOf(<DayColumns uses={uses} days={DAYS} modelNames={NAMES} locale="en-US" />);

/** The heights of all columns, model by model. */
function heights(html: string): number[] {
  return [...html.matchAll(/M[\d.]+ 40v-([\d.]+)h7V40z/gu)].map(([, height]) => Number(height));
}

test("columns begin at zero and share one scale; the dearest model is first, and a day without use has none", () => {
  expect(heights(chart(USES).html)).toEqual([0, 0, 40, 10, 0, 0.6]);
});

test("the numbers behind them are in a table, the newest first, without the empty days", () => {
  expect(chart(USES).rows).toEqual([
    ["Day", "Sage", "Swift"],
    ["November 21, 2026", "$0.040000", "$0.000001"],
    ["November 19, 2026", "$0.000000", "$0.010000"],
  ]);
});

test("without use it says so, and draws nothing", () => {
  const page = chart([]);
  expect(page.text).toContain("Nothing was used in these days");
  expect(page.html).not.toContain("<svg");
});
