import { expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import FixPage from "@/app/(app)/billing/fix/page";
import { aPerson, makeCustomer } from "@/lib/billing/testing/world";

test("without a session one signs in first, and comes back to the way out", async () => {
  expect(await aBrowser().visit(FixPage)).toMatchObject({ goesTo: "/sign-in?next=%2Fbilling%2Ffix" });
});

test("whoever has nothing to put right comes to the billing page", async () => {
  const browser = aBrowser();
  await browser.become(await aPerson());
  expect((await browser.visit(FixPage)).goesTo).toMatch(/\/billing$/);
});

test("two clicks make two pages of the portal, so that none is ever an old one", async () => {
  const person = await aPerson();
  await makeCustomer(person);
  const browser = aBrowser();
  await browser.become(person);
  const [first, second] = [await browser.visit(FixPage), await browser.visit(FixPage)];
  expect(first.goesTo).toMatch(/^http.*\/p\/session\//);
  expect(first.goesTo).not.toBe(second.goesTo);
});
