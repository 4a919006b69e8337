import { beforeAll, describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import JoinPage from "@/app/(auth)/join/page";
import { join } from "@/app/(auth)/join/actions";
import { readPage } from "@/components/ui/testing/page";
import { ensurePrices } from "@/lib/billing/provision";
import { aTeam, invited } from "@/lib/billing/seats/testing/team";
import { standingOf } from "@/lib/billing/standing";
import { aPerson } from "@/lib/identity/fixtures";

beforeAll(ensurePrices);

const page = (token?: string) => JoinPage({ searchParams: Promise.resolve(token === undefined ? {} : { token }) });

describe("the page of an offered seat", () => {
  test("has one sign in first, and comes back with the offer", async () => {
    const { goesTo } = await aBrowser().visit(() => page("a-token"));
    expect(goesTo).toBe("/sign-in?next=%2Fjoin%3Ftoken%3Da-token");
  });

  test("without its token says that part of the link is lost", async () => {
    const browser = aBrowser();
    await browser.become(await aPerson({ password: null }));
    expect(readPage((await browser.visit(() => page())).html).text).toContain("This link is incomplete");
  });

  test("changes nothing by being looked at; the press does, and leads to the plan", async () => {
    const { owner } = await aTeam(2);
    const member = await aPerson({ password: null });
    const browser = aBrowser();
    await browser.become(member);
    const token = await invited(owner, member.email);
    const seen = readPage((await browser.visit(() => page(token))).html);
    expect(seen.text).toContain("Ada pays for Enterprise for a team");
    expect((await standingOf(member.id)).plan).toBe("free");
    expect(await browser.submit(join, { token })).toMatchObject({ goesTo: "/billing" });
    expect((await standingOf(member.id)).plan).toBe("enterprise");
    expect(readPage((await browser.visit(() => page(token))).html).text).toContain("You have a seat");
  });
});
