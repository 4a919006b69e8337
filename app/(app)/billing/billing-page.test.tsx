import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import BillingPage from "@/app/(app)/billing/page";
import { readPage } from "@/components/ui/testing/page";
import { aPerson } from "@/lib/identity/fixtures";

async function billing(query: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const browser = aBrowser();
  await browser.become(await aPerson({ password: null }));
  const { html } = await browser.visit(() => BillingPage({ searchParams: Promise.resolve(query) }), headers);
  return readPage(html);
}

describe("without a session", () => {
  const visit = (query: Record<string, string>) =>
    aBrowser().visit(() => BillingPage({ searchParams: Promise.resolve(query) }));

  test("one signs in first, and comes back", async () => {
    expect(await visit({})).toMatchObject({ goesTo: "/sign-in?next=%2Fbilling" });
  });

  test("what was chosen is not forgotten on the way, and what is no plan is", async () => {
    const { goesTo = "" } = await visit({ plan: "enterprise", interval: "year" });
    expect(new URLSearchParams(goesTo.split("?")[1]).get("next")).toBe("/billing?plan=enterprise&interval=year");
    expect(await visit({ plan: "gold", interval: "year" })).toMatchObject({ goesTo: "/sign-in?next=%2Fbilling" });
    expect((await visit({ plan: "pro", interval: "<b>" })).goesTo).toContain("interval%3Dmonth");
  });
});

describe("somebody new", () => {
  test("has Free, owes nothing, and is offered two trials and credits", async () => {
    const page = await billing();
    expect(page.text).toContain("Your plan Free You are on Free.");
    expect(page.text).toContain("Next payment $0.00 Nothing is due.");
    expect(page.text).toContain("No invoices yet");
    expect(page.all("button").map(({ text }) => text)).toEqual([
      "Start 14-day trial of Pro",
      "Start 14-day trial of Enterprise",
      "Pay $20.00 on Stripe’s page",
    ]);
  });

  test("who chose a plan elsewhere finds it on top, by the interval that was chosen", async () => {
    const page = await billing({ plan: "pro", interval: "year" });
    expect(page.text).toContain("You chose Pro, $190.00 a year");
    const chosen = page.all("input").filter((input) => "checked" in input);
    expect(chosen).toMatchObject([{ value: "year" }, { value: "medium" }]);
  });

  test("is not congratulated for an address with the right words in it", async () => {
    expect((await billing({ from: "checkout" })).text).not.toMatch(/You are on (Pro|Enterprise)/);
  });

  test("reads money and days as they are written at home", async () => {
    const page = await billing({}, { "accept-language": "en-GB,en;q=0.9" });
    expect(page.text).toContain("£0.00 Nothing is due.");
    expect(page.text).toMatch(/Starts again on \d{1,2} [A-Z][a-z]+ \d{4}\./);
  });
});
