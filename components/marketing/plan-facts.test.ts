import { expect, test } from "vitest";
import { planFacts } from "@/components/marketing/plan-facts";
import { PLAN_IDS, PLANS } from "@/lib/billing/plans";

function textsOf(id: keyof typeof PLANS) {
  return planFacts(PLANS[id], "en-US").map(({ text, aside }) => (aside ? `${text} (${aside})` : text));
}

test("Free says what it gives, and that it needs no card", () => {
  expect(textsOf("free")).toEqual([
    "$0.20 of model use a month",
    "After that, credits you buy",
    "Standard models",
    "2 answers at once, 30 messages a minute",
    "100 files, 200 MB in all",
    "No card needed",
  ]);
});

test("a paid plan is measured against the one below it", () => {
  expect(textsOf("pro")[0]).toBe("$10 of model use a month (50× Free)");
  expect(textsOf("enterprise")[0]).toBe("$60 of model use a month (6× Pro)");
});

test("tokens that a plan bounds are named, and what follows its allowance", () => {
  expect(textsOf("pro")).toEqual(
    expect.arrayContaining([
      "Standard models, and 3M tokens of advanced ones",
      "1,000 files, 2 GB in all",
      "After that, credits or a cheaper model",
    ]),
  );
  expect(textsOf("enterprise")).toContain("Standard and advanced models");
  const stopping = { ...PLANS.free, grants: { ...PLANS.free.grants, whenSpent: "stop" as const } };
  expect(planFacts(stopping, "en-US")).toContainEqual({ text: "After that, wait for the next month" });
});

test("the trial's length is the plan's own", () => {
  const longer = { ...PLANS.pro, trialDays: 30 };
  expect(planFacts(longer, "en-US").at(-1)).toEqual({ text: "First 30 days free" });
});

test("every plan names as many facts as the others, so that the columns compare line by line", () => {
  expect(new Set(PLAN_IDS.map((id) => planFacts(PLANS[id], "en-US").length)).size).toBe(1);
});
