import { expect, test } from "vitest";
import { ChangeNotices } from "@/components/billing/change/change-notices";
import { NO_ACTIONS, someChanges } from "@/components/billing/change/testing/changes";
import { DAY_OF_RENEWAL } from "@/components/billing/testing/overview";
import { pageOf } from "@/components/ui/testing/page";
import type { PlanChanges } from "@/lib/billing/schema";

function notices(changes: Partial<PlanChanges>) {
  const { text, all, links } = pageOf(
    <ChangeNotices changes={someChanges(changes)} actions={NO_ACTIONS} locale="en-US" />,
  );
  return { text, links, buttons: all("button").map((button) => button.text) };
}

test("on an ordinary day there is nothing to say", () => {
  expect(notices({})).toEqual({ text: "", links: {}, buttons: [] });
});

test("a planned change is told with its day and its way back", () => {
  const { text, buttons } = notices({ planned: { plan: "pro", interval: "month", seats: 1, at: DAY_OF_RENEWAL } });
  expect(text).toContain("Pro from December 5, 2026");
  expect(text).toContain("You have Enterprise until then");
  expect(buttons).toEqual(["Keep Enterprise instead"]);
});

test("what ends is told with its day and its way back", () => {
  const { text, buttons } = notices({ cancelAt: DAY_OF_RENEWAL });
  expect(text).toContain("Enterprise ends on December 5, 2026");
  expect(buttons).toEqual(["Resume Enterprise"]);
});

test("a payment that waits is confirmed at Stripe or dropped", () => {
  const { text, links, buttons } = notices({ pending: { until: DAY_OF_RENEWAL, url: "https://stripe.example/in_1" } });
  expect(text).toContain("Until then nothing is charged, and you keep Enterprise.");
  expect(links).toEqual({ "Confirm payment": "https://stripe.example/in_1" });
  expect(buttons).toEqual(["Drop the change"]);
});

test("without a page to confirm it on it can still be dropped", () => {
  const { links, buttons } = notices({ pending: { until: DAY_OF_RENEWAL, url: null } });
  expect([links, buttons]).toEqual([{}, ["Drop the change"]]);
});
