import { describe, expect, test } from "vitest";
import type { Changing } from "@/components/billing/change/column-change";
import { NO_ACTIONS, someChanges } from "@/components/billing/change/testing/changes";
import { planOffer } from "@/components/billing/plan-offer";
import { PlanPicker } from "@/components/billing/plan-picker";
import { anOverview, aProOverview, aSubscription } from "@/components/billing/testing/overview";
import { pageOf } from "@/components/ui/testing/page";
import type { BillingOverview, Interval } from "@/lib/billing/schema";

type Given = { interval?: Interval; paidInterval?: Interval; note?: string; locale?: string; changing?: Changing };

function picker(
  overview: BillingOverview,
  { interval = "month", paidInterval, note, locale = "en-US", changing }: Given = {},
) {
  const { all, text, html } = pageOf(
    <PlanPicker
      offers={{
        free: planOffer("free", overview),
        pro: planOffer("pro", overview),
        enterprise: planOffer("enterprise", overview),
      }}
      paidInterval={paidInterval}
      currency={overview.currency}
      initialInterval={interval}
      note={note}
      changing={changing}
      locale={locale}
    />,
  );
  const plans = all("li").filter(({ text: plan }) => /^(Free|Pro|Enterprise) /.test(plan));
  return {
    text,
    html,
    plans: plans.map((plan) => plan.text),
    buttons: all("button").map((button) => button.text),
  };
}

test("somebody new sees three prices and starts a trial of either plan, named by its plan", () => {
  const { plans, buttons } = picker(anOverview());
  expect(plans.map((plan) => /\$\d+(?= |$)/.exec(plan)?.[0])).toEqual(["$0", "$19", "$99"]);
  expect(plans[0]).toContain("Your plan");
  expect(buttons).toEqual(["Start 14-day trial of Pro", "Start 14-day trial of Enterprise"]);
});

test("what was chosen to come next says from when, at its own interval only", () => {
  const overview = aProOverview({ plan: "enterprise", subscription: aSubscription({ plan: "enterprise" }) });
  const planned = { plan: "pro", interval: "month", seats: 1, at: new Date("2026-12-05T09:00:00Z") } as const;
  const changing = { changes: someChanges({ planned, options: [] }), actions: NO_ACTIONS };
  const { plans } = picker(overview, { changing });
  expect(plans.map((plan) => plan.includes("From December 5, 2026"))).toEqual([false, true, false]);
  expect(picker(overview, { changing, interval: "year" }).text).not.toContain("From December");
});

test("one button has the accent", () => {
  expect(picker(anOverview()).html.match(/bg-accent text-on-accent/g)).toHaveLength(1);
});

describe("the price", () => {
  test("by the month names the year's too", () => {
    expect(picker(anOverview()).plans[1]).toContain("$19 a month or $190 a year");
  });

  test("by the year says what it saves", () => {
    const { plans } = picker(anOverview(), { interval: "year" });
    expect(plans[1]).toContain("$190 a year $38 less than twelve single months");
    expect(plans[0]).toContain("$0");
    expect(plans[0]).not.toMatch(/less than|a year/);
  });

  test("beside the one they pay says which one that is", () => {
    const { plans } = picker(aProOverview(), { interval: "year", paidInterval: "month" });
    expect(plans[1]).toContain("You pay by the month");
    expect(plans[2]).not.toContain("You pay");
  });

  test("is written where the reader is", () => {
    expect(picker(anOverview(), { locale: "en-GB" }).plans[1]).toContain("US$19 a month or US$190 a year");
  });
});

describe("who has a subscription", () => {
  test("finds their plan marked, and no second checkout", () => {
    const { plans, buttons } = picker(aProOverview());
    expect(plans.filter((plan) => plan.includes("Your plan"))).toHaveLength(1);
    expect(plans[1]).toContain("Your plan");
    expect(buttons).toEqual([]);
  });

  test("reads how to change it", () => {
    expect(picker(aProOverview(), { note: "Change to another plan below." }).text).toContain(
      "Plans Change to another plan below.",
    );
  });

  test.each([
    ["overdue", "Waiting for the payment"],
    ["paused", "Paused"],
    ["unconfirmed", "Waiting for the renewal"],
  ] as const)("and is %s sees what it waits for, and is on Free meanwhile", (state, why) => {
    const { plans, buttons } = picker(anOverview({ state, canTrial: false, subscription: aSubscription() }));
    expect(plans[0]).toContain("Your plan");
    expect(plans[1]).toContain(why);
    expect(buttons).toEqual([]);
  });

  test("that has ended may buy again, without a second trial", () => {
    const { buttons } = picker(anOverview({ state: "ended", canTrial: false, subscription: aSubscription() }));
    expect(buttons).toEqual(["Upgrade to Pro", "Upgrade to Enterprise"]);
  });
});
