import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { startProTrial } from "./paying";
import { ADMIN_EMAIL, signInAs } from "./people";
import { ADMINS_PAGES, PERSONS_PAGES, PUBLIC_PAGES } from "./places";
import { answered, ask } from "./talking";
import { NO_VIOLATIONS, overflowOf, violationsOf } from "./violations";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

for (const [size, viewport] of Object.entries(SIZES)) {
  test.describe(size, () => {
    test.use({ colorScheme: "light", viewport, contextOptions: { reducedMotion: "reduce" } });
    test.describe.configure({ timeout: 120_000 });

    test("the public pages have no violations", async ({ page }) => {
      for (const address of PUBLIC_PAGES) await expectAccessible(page, address);
    });

    test("a customer's pages have no violations, with what they hold", async ({ page, person }) => {
      await page.goto("/chat");
      await ask(page, "Compare tea and coffee in a table, with an example in code [sandbox:fast]");
      await answered(page);
      await expectNoViolations(page);
      await startProTrial(page);
      for (const address of PERSONS_PAGES) await expectAccessible(page, address);
      expect(person.id).toBeTruthy();
    });

    test("the admin's pages have no violations", async ({ page, context }) => {
      await signInAs(context, ADMIN_EMAIL);
      for (const address of ADMINS_PAGES) await expectAccessible(page, address);
    });
  });
}

test("the first Tab offers to skip to the content", async ({ page }) => {
  await page.goto("/pricing");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/pricing#content");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
  await expectFocusVisible(page);
});

test.describe("at 200 % zoom", () => {
  // Twice the size is half the window in CSS pixels.
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test("no page scrolls sideways", async ({ page, context }) => {
    await signInAs(context, ADMIN_EMAIL);
    for (const address of [...PUBLIC_PAGES, ...PERSONS_PAGES, ...ADMINS_PAGES]) {
      await page.goto(address);
      expect(await overflowOf(page), address).toBeLessThanOrEqual(0);
    }
  });
});

async function expectAccessible(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
  expect(await overflowOf(page), `${address} scrolls sideways by`).toBeLessThanOrEqual(0);
  await expectNoViolations(page);
}

async function expectNoViolations(page: Page): Promise<void> {
  expect(await violationsOf(page), page.url()).toEqual(NO_VIOLATIONS);
}

/** Whatever has the focus is drawn differently for it. */
async function expectFocusVisible(page: Page): Promise<void> {
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  expect(outline).not.toBe("none");
}
