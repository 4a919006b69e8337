import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import CreditsReturnPage from "@/app/(app)/billing/credits/page";
import { readPage } from "@/components/ui/testing/page";
import { buyCredits } from "@/lib/billing/packs/buy";
import { answerBank, aPress, aShopper, intentsOf } from "@/lib/billing/packs/testing/shopper";
import { aPerson, pay } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";

const unused = () => undefined;
const ROUTER = { back: unused, forward: unused, refresh: unused, push: unused, replace: unused, prefetch: unused };

async function returning(person: Viewer | undefined, query: Record<string, string>) {
  const browser = aBrowser();
  if (person) await browser.become(person);
  const { html, ...rest } = await browser.visit(async () => (
    <AppRouterContext value={{ ...ROUTER, bfcacheId: "1" }}>
      {await CreditsReturnPage({ searchParams: Promise.resolve(query) })}
    </AppRouterContext>
  ));
  return { ...rest, ...readPage(html) };
}

async function pageFor(person: Viewer): Promise<string> {
  const outcome = await buyCredits(person, aPress());
  if (outcome.kind !== "goTo") throw new Error("It was paid at once");
  return outcome.url;
}

describe("back from paying for credits", () => {
  test("without a session one signs in first, and comes back to this very payment", async () => {
    const { goesTo = "" } = await returning(undefined, { payment_intent: "pi_1" });
    expect(new URLSearchParams(goesTo.split("?")[1]).get("next")).toBe("/billing/credits?payment_intent=pi_1");
  });

  test.each([{}, { session_id: "cs_none" }, { payment_intent: "../x" }])("with %j there is nothing", async (query) => {
    expect(await returning(await aPerson(), query)).toMatchObject({ isMissing: true });
  });

  test("having paid, the credits are there before the page is", async () => {
    const person = await aPerson();
    const session_id = await pay(await pageFor(person));
    expect((await returning(person, { session_id })).goesTo).toBe("/billing#credits");
    const account = await db.ledgerAccount.findFirstOrThrow({ where: { userId: person.id, kind: "credit" } });
    expect(account.balanceMicros).toBe(3_000_000n);
  });

  test("not having paid yet, nothing is claimed", async () => {
    const person = await aPerson();
    const session_id = new URL(await pageFor(person)).pathname.split("/").at(-1) ?? "";
    expect((await returning(person, { session_id })).text).toContain("Waiting for your payment");
  });

  test("from a bank that was not convinced, one reads why and tries again", async () => {
    const { person, customer } = await aShopper("pm_card_threeDSecure2Required");
    await answerBank(await pageFor(person), "fail");
    const [intent] = await intentsOf(customer);
    const { text, links } = await returning(person, { payment_intent: intent?.id ?? "" });
    expect(text).toContain("That payment did not go through Your card was declined, and nothing was charged.");
    expect(links).toEqual({ "Try again": "/billing#credits" });
  });
});
