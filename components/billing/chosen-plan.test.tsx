import { expect, test } from "vitest";
import { ChosenPlan } from "@/components/billing/chosen-plan";
import { anOverview, aProOverview, aSubscription, DAY_OF_RENEWAL } from "@/components/billing/testing/overview";
import { pageOf } from "@/components/ui/testing/page";
import type { BillingOverview, StartCheckout } from "@/lib/billing/schema";

function chosen(overview: BillingOverview, wish: StartCheckout = { plan: "pro", interval: "year" }, locale = "en-US") {
  const { text, all } = pageOf(<ChosenPlan wish={wish} overview={overview} locale={locale} />);
  return { text, buttons: all("button").map((button) => button.text) };
}

test("somebody new reads what it costs, that nothing is charged yet, and starts the trial", () => {
  const { text, buttons } = chosen(anOverview());
  expect(text).toContain("You chose Pro, $190.00 a year");
  expect(text).toContain("Nothing is charged for 14 days. Cancel before they are over, and nothing is charged at all.");
  expect(buttons).toEqual(["Start 14-day trial"]);
});

test("who had a trial is promised none", () => {
  const { text, buttons } = chosen(anOverview({ state: "ended", canTrial: false }), {
    plan: "enterprise",
    interval: "month",
  });
  expect(text).toContain("You chose Enterprise, $99.00 a month");
  expect(text).not.toMatch(/14|trial/);
  expect(buttons).toEqual(["Continue to payment"]);
});

test("the price is written where the reader is", () => {
  expect(chosen(anOverview(), { plan: "pro", interval: "month" }, "en-GB").text).toContain("US$19.00 a month");
});

test("who has it already is told why, and can not buy it twice", () => {
  const { text, buttons } = chosen(aProOverview());
  expect(text).toBe("Note: You already have Pro You have Pro. It renews on December 5, 2026.");
  expect(buttons).toEqual([]);
});

test("who has another plan is told how to come to this one, and when", () => {
  const wish = { plan: "enterprise", interval: "month" } as const;
  const { text, buttons } = chosen(aProOverview(), wish, "en-GB");
  expect(text).toContain("You chose Enterprise Change to another plan below: a bigger one begins at once");
  expect(buttons).toEqual([]);
  expect(chosen(aProOverview({ renewsAt: null, endsAt: DAY_OF_RENEWAL }), wish).text).toContain(
    "Pro runs until December 5, 2026.",
  );
});

test("the price is in the person's currency, written as where they are", () => {
  const { text } = chosen(anOverview({ currency: "gbp" }), { plan: "pro", interval: "year" }, "en-GB");
  expect(text).toContain("You chose Pro, £160.00 a year");
});

test("while its payment is missing there is nothing to add to the notice that says so", () => {
  const overview = anOverview({ state: "overdue", canTrial: false, subscription: aSubscription() });
  expect(chosen(overview).text).toBe("");
});
