import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { PlanColumns } from "@/components/marketing/plan-columns";
import type { Interval } from "@/lib/billing/schema";

function textOf(interval: Interval, isSignedIn = false): string {
  return renderToStaticMarkup(
    <PlanColumns interval={interval} currency="usd" isSignedIn={isSignedIn} locale="en-US" />,
  ).replaceAll(/<[^>]*>/g, " ");
}

describe("the plans side by side", () => {
  test("show the month's price by the month", () => {
    const text = textOf("month");
    expect(text).toContain("$19");
    expect(text).toContain("$99");
    expect(text).not.toContain("less than");
  });

  test("show the year's price by the year, and what it saves", () => {
    const text = textOf("year");
    expect(text).toContain("$190");
    expect(text).toContain("$38 less than twelve single months");
    expect(text).toContain("$198 less than twelve single months");
  });

  test("Free costs nothing in either, and saves nothing", () => {
    for (const interval of ["month", "year"] as const) expect(textOf(interval)).toMatch(/Free .*?\$0\b/);
  });

  test("each button is named with its plan, so that a list of links makes sense", () => {
    expect(textOf("month")).toMatch(/Start 14-day trial\s+of Pro/);
    expect(textOf("month", true)).toMatch(/Choose Enterprise/);
  });
});
