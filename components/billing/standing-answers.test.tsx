import { describe, expect, test } from "vitest";
import { BillingSkeleton } from "@/components/billing/billing-skeleton";
import { StandingAnswers } from "@/components/billing/standing-answers";
import { anInvoice, anOverview, aProOverview, DAY_OF_RENEWAL } from "@/components/billing/testing/overview";
import { anAllowance } from "@/components/usage/testing/allowance";
import { pageOf } from "@/components/ui/testing/page";
import type { BillingOverview } from "@/lib/billing/schema";

function answers(overview: BillingOverview, locale = "en-GB") {
  const { all, links } = pageOf(<StandingAnswers overview={overview} allowance={anAllowance()} locale={locale} />);
  const [plan = "", payment = "", use = ""] = all("section").map(({ text }) => text);
  return { plan, payment, use, links, buttons: all("button").map(({ text }) => text) };
}

test("the three questions are answered before anything else, in this order", () => {
  const { plan, payment, use } = answers(aProOverview());
  expect(plan).toMatch(/^Your plan Pro Active You have Pro\./);
  expect(payment).toMatch(/^Next payment US\$19\.00 On 5 December 2026, then every month\./);
  expect(use).toMatch(/^Used this month /);
});

describe("on Free", () => {
  const { plan, payment, buttons } = answers(anOverview());

  test("nothing is due, and there is no badge, card or portal", () => {
    expect(plan).toBe("Your plan Free You are on Free.");
    expect(payment).toBe("Next payment US$0.00 Nothing is due.");
    expect(buttons).toEqual([]);
  });
});

describe("the state", () => {
  test.each([
    ["trialing", "Trial"],
    ["grace", "Payment missing"],
    ["overdue", "Payment missing"],
    ["paused", "Paused"],
    ["incomplete", "Not complete"],
    ["unconfirmed", "Not confirmed"],
    ["unknown", "To be looked at"],
  ] as const)("%s is told in words beside the plan: %s", (state, words) => {
    expect(answers(aProOverview({ state })).plan).toContain(`Pro ${words} `);
  });

  test("a cancelled plan says so, and that nothing more is charged", () => {
    const { plan, payment } = answers(aProOverview({ endsAt: DAY_OF_RENEWAL, renewsAt: null, nextPayment: null }));
    expect(plan).toContain("Pro Cancelled");
    expect(payment).toContain("US$0.00 Nothing more is charged for Pro.");
  });

  test("an allowance that ends with the plan does not promise to start again", () => {
    const use = (changes: Partial<BillingOverview>, resetsAt = DAY_OF_RENEWAL) => {
      const shown = { overview: aProOverview(changes), allowance: anAllowance({ resetsAt }), locale: "en-GB" };
      return pageOf(<StandingAnswers {...shown} />).text;
    };
    expect(use({ endsAt: DAY_OF_RENEWAL })).toContain("Yours until 5 December 2026, when Pro ends.");
    expect(use({ state: "grace" })).toContain("Yours until 5 December 2026, when Pro ends.");
    expect(use({ endsAt: new Date("2027-12-05T09:00:00Z") })).toContain("Starts again on 5 December 2026.");
    expect(use({ endsAt: DAY_OF_RENEWAL, through: "Ada" })).toContain("Starts again on 5 December 2026.");
  });
});

describe("the payment", () => {
  test("names the card, and leads to the portal", () => {
    const { payment, buttons } = answers(aProOverview());
    expect(payment).toContain("Visa •••• 4242, expires 04/2030");
    expect(buttons).toEqual(["Manage plan and card"]);
  });

  test("says when no card is saved, but only to who will need one", () => {
    expect(answers(aProOverview({ card: null })).payment).toContain("No card is saved.");
    expect(answers(anOverview({ state: "ended" })).payment).not.toContain("card");
  });

  test("that is open can be made at once", () => {
    const open = anInvoice({ status: "open", amountPaid: { amountMinor: 0, currency: "usd" } });
    const { links, payment } = answers(anOverview({ state: "overdue", invoices: [open] }));
    expect(payment).toContain("US$19.00 Due since 5 November 2026.");
    expect(links).toMatchObject({ "Pay now (opens in a new tab)": "https://stripe.example/invoice/in_1" });
  });

  test("in yen has no decimals, in dinars three", () => {
    const due = (currency: string, amountMinor: number) =>
      answers(aProOverview({ nextPayment: { amountMinor, currency, at: DAY_OF_RENEWAL } }), "en-US").payment;
    expect(due("jpy", 2_900)).toContain("¥2,900 On December 5, 2026");
    expect(due("kwd", 5_505)).toContain("KWD\u00A05.505 On December 5, 2026");
  });
});

test("while it loads, the questions are there, and one word to who listens", () => {
  const { text, html } = pageOf(<BillingSkeleton />);
  expect(text).toBe("Loading your plan… Your plan Next payment Used this month");
  expect(html.match(/Loading/g)).toHaveLength(1);
});
