import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { startProTrial } from "./paying";
import { ADMIN_EMAIL, signInAs } from "./people";
import { ADMINS_PAGES, PERSONS_PAGES, PUBLIC_PAGES } from "./places";
import { answered, ask } from "./talking";
import { expectAccessibleAtBoth, overflowOf, violationsOf } from "./violations";

/** A wide screen at 200 % zoom: twice the size is half the window in CSS pixels. */
const ZOOMED = { width: 720, height: 450 };

test.describe("every page, on a wide screen, zoomed in, and on a phone", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });
  test.describe.configure({ timeout: 180_000 });

  test("the public pages have no violations and never scroll sideways", async ({ page }) => {
    await expectPagesAccessible(page, PUBLIC_PAGES);
  });

  test("a customer's neither, with what they hold", async ({ page, person }) => {
    await startProTrial(page);
    await page.goto("/chat");
    await ask(page, "Compare tea and coffee in a table, with an example in code [sandbox:fast]");
    await answered(page);
    await expectAccessibleAtBoth(page, "a chat with an answer");
    await expectPagesAccessible(page, PERSONS_PAGES);
    expect(person.id).toBeTruthy();
  });

  test("the admin's neither", async ({ page, context }) => {
    await signInAs(context, ADMIN_EMAIL);
    await expectPagesAccessible(page, ADMINS_PAGES);
  });
});

test("what is wrong with a page would be seen", async ({ page }) => {
  await page.goto("/check-mail");
  // Once React has taken the page over: before, it would put back what is its own.
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__react")),
  );
  await page.evaluate(() => {
    const shade = '<p style="color: light-dark(#999, #555); background: light-dark(#aaa, #444)">Hardly seen</p>';
    document.querySelector("main")?.insertAdjacentHTML("beforeend", `${shade}<img src="data:,">`);
    document.body.style.minWidth = "2000px";
  });
  const { light, dark } = await violationsOf(page);
  expect(light.map(ruleOf)).toEqual(["color-contrast", "image-alt"]);
  expect(dark.map(ruleOf)).toEqual(["color-contrast"]);
  expect(await overflowOf(page)).toBeGreaterThan(0);
});

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

async function expectPagesAccessible(page: Page, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    await test.step(address, async () => {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
      await expectAccessibleAtBoth(page, address);
      await page.setViewportSize(ZOOMED);
      expect.soft(await overflowOf(page), `${address} at 200 % zoom scrolls sideways by`).toBeLessThanOrEqual(0);
    });
  }
}

/** Whatever has the focus is drawn differently for it. */
async function expectFocusVisible(page: Page): Promise<void> {
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  expect(outline).not.toBe("none");
}

const ruleOf = (violation: string) => violation.split(":")[0];
