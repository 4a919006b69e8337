import fs from "node:fs";
import path from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { z } from "zod";
import { SEEDED_PASSWORD } from "@/prisma/seeded-people";
import { startProduct } from "@/scripts/test/product";
import { test as base } from "./fixtures";
import { startProTrial } from "./paying";
import { answered, ask, aSubject, conversationList } from "./talking";

const DAY_S = 86_400;
const Facts = z.object({ appUrl: z.url(), stripeUrl: z.url() });
const Face = z.object({ now: z.number(), offset_seconds: z.number() });

/** A product of this test's own: whoever moves the clock moves it for everybody. */
type World = {
  appUrl: string;
  /** Days that the world is ahead of the machine from then on. */
  moveOn(days: number): Promise<number>;
};

const test = base.extend<object, { world: World }>({
  world: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      const product = await startProduct(path.resolve(".reports/e2e-clock"));
      const { appUrl, stripeUrl } = Facts.parse(JSON.parse(fs.readFileSync(product.factsFile, "utf8")));
      await use({
        appUrl,
        async moveOn(days) {
          const body = new URLSearchParams({ advance_seconds: String(days * DAY_S) });
          const response = await fetch(`${stripeUrl}/_sandbox/clock`, { method: "POST", body });
          return Face.parse(await response.json()).offset_seconds / DAY_S;
        },
      });
      await product.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ world }, use) => use(world.appUrl),
});

const answer = (page: Page, question: string) => page.getByRole("region", { name: question });
const used = (page: Page) => answer(page, "Used this month").getByRole("meter");

test("moving the world's clock moves the app: a trial, a renewal, a free month, and nobody is signed out", async ({
  page,
  world,
}) => {
  const subject = aSubject();

  await test.step("somebody on Free uses some of the month", async () => {
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill("free@parley.test");
    await page.getByLabel("Password", { exact: true }).fill(SEEDED_PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL("/chat");
    await ask(page, `Explain ${subject}`);
    await answered(page);
    await page.goto("/billing");
    await expect(used(page)).toHaveAttribute("aria-valuetext", /^\$0\.00\d+ of \$0\.20 used$/);
    expect(await daysAhead(answer(page, "Used this month"))).toBeGreaterThan(20);
  });

  await test.step("a month on all of it is there again, and the chat is no longer of today", async () => {
    expect(await world.moveOn(32)).toBe(32);
    await soon(page, () => atOnce(used(page)).toHaveAttribute("aria-valuetext", "$0.00 of $0.20 used"));
    expect(await daysAhead(answer(page, "Used this month"))).toBeGreaterThan(32);
    await page.goto("/chat");
    const list = conversationList(page);
    await expect(list.getByRole("link", { name: subject })).toBeVisible();
    await expect(list.getByText("Today")).toHaveCount(0);
    await ask(page, `Explain ${aSubject()}`);
    await answered(page);
    await expect(list.getByText("Today")).toBeVisible();
  });

  await test.step("a trial that begins now ends two weeks from then", async () => {
    await startProTrial(page);
    await page.goto("/billing");
    expect(await daysAhead(answer(page, "Next payment"))).toBe(32 + 14);
    await expect(answer(page, "Your plan")).toContainText("Trial");
  });

  await test.step("past its end the first month is paid", async () => {
    await world.moveOn(15);
    await soon(page, async () => {
      await atOnce(paid(page)).toHaveCount(1);
      expect(await daysAhead(answer(page, "Next payment"))).toBeGreaterThan(32 + 14 + 27);
    });
    await expect(answer(page, "Your plan")).not.toContainText("Trial");
    await expect(used(page)).toHaveAttribute("aria-valuetext", "$0.00 of $10.00 used");
  });

  await test.step("and after the renewal the second, with the date of the third", async () => {
    expect(await world.moveOn(31)).toBe(78);
    await soon(page, async () => {
      await atOnce(paid(page)).toHaveCount(2);
      expect(await daysAhead(answer(page, "Next payment"))).toBeGreaterThan(78);
    });
    await expect(answer(page, "Your plan")).toContainText("It renews on");
    expect(await daysAhead(answer(page, "Used this month"))).toBeGreaterThan(78);
  });
});

/** Of a page that does not change by itself. */
const atOnce = expect.configure({ timeout: 300 });

/** What is so within a few seconds, as often as one looks again. */
async function soon(page: Page, isSo: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.goto("/billing");
    await isSo();
  }).toPass({ timeout: 10_000 });
}

/** Months that were paid for; a trial leaves an invoice of nothing. */
function paid(page: Page): Locator {
  return answer(page, "Invoices").getByRole("row").filter({ hasText: "$19.00" }).filter({ hasText: "Paid" });
}

/** How far the day that a region names lies ahead of the machine's today, in whole days. */
async function daysAhead(region: Locator): Promise<number> {
  const [day = ""] = /[A-Z][a-z]+ \d{1,2}, \d{4}/.exec(await region.innerText()) ?? [];
  const today = Math.floor(Date.now() / (DAY_S * 1_000));
  return Date.parse(`${day} UTC`) / (DAY_S * 1_000) - today;
}
