import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import MarketingLayout from "@/app/(marketing)/layout";
import LandingPage from "@/app/(marketing)/page";
import PricingPage from "@/app/(marketing)/pricing/page";
import { hasScreenshots } from "@/app/(marketing)/screenshots";
import { readPage } from "@/components/ui/testing/page";
import { aPerson } from "@/lib/identity/fixtures";

async function whoIsIn() {
  const browser = aBrowser();
  await browser.become(await aPerson({ password: null }));
  return browser;
}

describe("the landing page", () => {
  const read = async (browser = aBrowser(), headers = {}) => readPage((await browser.visit(LandingPage, headers)).html);

  test("says in one heading what it is, and leads a stranger in", async () => {
    const page = await read();
    expect(page.all("h1")).toMatchObject([{ text: "Ask anything. See what it costs." }]);
    expect(page.links).toMatchObject({ "Start free": "/sign-up", "See the plans": "/pricing" });
    expect(page.text).toContain("No card needed.");
  });

  test("leads who is in back to work, and sells no second account", async () => {
    const page = await read(await whoIsIn());
    expect(page.links).toMatchObject({ "Open Parley": "/chat", "Choose Pro": "/billing?plan=pro&interval=month" });
    expect(page.text).not.toContain("No card needed. It takes a minute.");
    expect(Object.values(page.links).filter((href) => href.startsWith("/sign-up"))).toEqual([]);
  });

  test("prices are written as they are where the reader is", async () => {
    expect((await read(aBrowser(), { "accept-language": "en-GB" })).text).toContain("£16 a month");
    expect((await read(aBrowser(), { "accept-language": "nonsense;;q=x" })).text).toContain("$19 a month");
  });
});

describe("the prices", () => {
  const read = async (query: Record<string, string> = {}) =>
    readPage((await aBrowser().visit(() => PricingPage({ searchParams: Promise.resolve(query) }))).html);

  test("are the month's unless the year's were asked for, whatever else the address says", async () => {
    expect((await read()).text).toContain("$19 a month");
    expect((await read({ interval: "year" })).text).toContain("$190 a year");
    expect((await read({ interval: "decade" })).text).toContain("$19 a month");
  });

  test("go down in headings without leaving one out, so that the page can be skimmed by ear", async () => {
    const { html } = await read();
    const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 1)).toBeLessThanOrEqual(1);
  });
});

test("around them the way in is there for strangers and the way back for who is in", async () => {
  const links = async (browser: ReturnType<typeof aBrowser>) =>
    readPage((await browser.visit(() => MarketingLayout({ children: "page" }))).html).links;
  expect(await links(aBrowser())).toMatchObject({ "Sign in": "/sign-in" });
  expect(await links(await whoIsIn())).toMatchObject({ "Open Parley": "/chat" });
});

test("a picture counts only when there is one for each theme", () => {
  expect(hasScreenshots("no-such-picture")).toBe(false);
});
