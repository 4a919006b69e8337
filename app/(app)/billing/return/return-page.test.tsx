import { beforeAll, describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import CheckoutReturnPage from "@/app/(app)/billing/return/page";
import BillingPage from "@/app/(app)/billing/page";
import { readPage } from "@/components/ui/testing/page";
import { startCheckout } from "@/lib/billing/checkout";
import { ensurePrices } from "@/lib/billing/provision";
import { aPerson, subscribe } from "@/lib/billing/testing/world";
import type { Viewer } from "@/lib/identity/schema";

beforeAll(ensurePrices);

const PRO = { plan: "pro", interval: "month" } as const;
const unused = () => undefined;
const ROUTER = { back: unused, forward: unused, refresh: unused, push: unused, replace: unused, prefetch: unused };
const pageIdOf = (url: string) => new URL(url).pathname.split("/").at(-1) ?? "";

async function returning(person: Viewer | undefined, query: Record<string, string>) {
  const browser = aBrowser();
  if (person) await browser.become(person);
  const { html, ...rest } = await browser.visit(async () => (
    <AppRouterContext value={{ ...ROUTER, bfcacheId: "1" }}>
      {await CheckoutReturnPage({ searchParams: Promise.resolve(query) })}
    </AppRouterContext>
  ));
  return { browser, ...rest, ...readPage(html) };
}

describe("back from Stripe", () => {
  test("without a session one signs in first, and comes back to this very payment", async () => {
    const { goesTo = "" } = await returning(undefined, { session_id: "cs_test_1" });
    expect(new URLSearchParams(goesTo.split("?")[1]).get("next")).toBe("/billing/return?session_id=cs_test_1");
  });

  test.each([{}, { session_id: "" }, { session_id: "cs_test_of_nobody" }, { session_id: "../../v1/customers" }])(
    "with %j there is nothing",
    async (query) => {
      expect(await returning(await aPerson(), query)).toMatchObject({ isMissing: true });
    },
  );

  test("somebody else's payment is nothing either", async () => {
    const { pageId } = await subscribe(await aPerson());
    expect(await returning(await aPerson(), { session_id: pageId })).toMatchObject({ isMissing: true });
  });

  test("having paid, one is on the plan, and told so once there", async () => {
    const person = await aPerson();
    const { pageId } = await subscribe(person);
    const { goesTo, browser } = await returning(person, { session_id: pageId });
    expect(goesTo).toBe("/billing?from=checkout");
    const { html } = await browser.visit(() => BillingPage({ searchParams: Promise.resolve({ from: "checkout" }) }));
    const page = readPage(html);
    expect(page.text).toContain("Done: You are on Pro Nothing is charged before the trial ends.");
    expect(page.text).toMatch(/Your plan Pro Trial .*Next payment \$19\.00 On .*, when the trial ends/);
    expect(page.rows).toHaveLength(2);
  });

  test("not having paid yet, nothing is claimed", async () => {
    const person = await aPerson();
    const { url } = await startCheckout(person, PRO);
    const { text, links } = await returning(person, { session_id: pageIdOf(url) });
    expect(text).toContain("Waiting for your payment Stripe has not confirmed it yet.");
    expect(links).toEqual({ "Go to billing": "/billing" });
  });

  test("to a checkout that was replaced, one reads that nothing was charged", async () => {
    const person = await aPerson();
    const { url } = await startCheckout(person, PRO);
    await startCheckout(person, { plan: "enterprise", interval: "month" });
    const { text, links } = await returning(person, { session_id: pageIdOf(url) });
    expect(text).toContain("That checkout has expired Nothing was charged.");
    expect(links).toEqual({ "See the plans": "/billing" });
  });
});
