import { expect, test } from "vitest";
import { pageOf } from "@/components/ui/testing/page";
import { ClassLimits } from "@/components/usage/class-limits";

const advanced = { modelClass: "advanced", usedTokens: 120_000, limitTokens: 3_000_000 } as const;

test("the tokens of a class, and what comes after the last of them", () => {
  const { text } = pageOf(<ClassLimits classTokens={[advanced]} whenSpent="cheaper" locale="en-US" />);
  expect(text).toContain("Advanced models 120,000 of 3,000,000 used or held");
  expect(text).toContain("or a cheaper one answers");
});

test("where the plan bounds none there is nothing to see", () => {
  expect(pageOf(<ClassLimits classTokens={[]} whenSpent="credits" locale="en-US" />).text).toBe("");
});
