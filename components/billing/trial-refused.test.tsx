import { expect, test } from "vitest";
import { TrialRefused } from "@/components/billing/trial-refused";
import { pageOf } from "@/components/ui/testing/page";

test("says what happened, that nothing was charged, and what to do", () => {
  const { text } = pageOf(<TrialRefused />);
  expect(text).toMatch(/^Note: There was no second trial .*nothing was charged\. Choose the plan again/);
});
