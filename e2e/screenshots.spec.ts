import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { startProTrial } from "./paying";
import { type Person, inDatabase } from "./people";
import { answered, ask } from "./talking";

/**
 * The pictures of the README and the landing page, of the product as it is. Every run walks the way to them; only
 * `SCREENSHOTS=1` writes them, so that an ordinary run leaves the checkout alone.
 */
const FOLDER = process.env["SCREENSHOTS"] === "1" ? path.resolve("public", "screenshots") : undefined;

const QUESTIONS = [
  "Plan four weeks of learning SQL",
  "Write a short mail that moves our meeting to Thursday",
  "Explain how HTTPS keeps a connection private",
  "Compare SQLite and PostgreSQL in a table",
];

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

test.use({ viewport: DESKTOP, contextOptions: { reducedMotion: "reduce" } });

test("the pictures show a conversation and a plan, in both themes", async ({ page, person }) => {
  test.setTimeout(90_000);
  await rename(person);
  await startProTrial(page);
  for (const question of QUESTIONS) {
    await page.goto("/chat");
    await ask(page, question);
    await answered(page);
  }
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await expect(page.getByRole("table")).toBeVisible();
  await shoot(page, "chat");
  await page.setViewportSize(PHONE);
  await shoot(page, "chat-phone");
  await page.setViewportSize(DESKTOP);

  await page.goto("/billing");
  await expect(page.getByRole("region", { name: "Invoices" }).getByRole("row")).toHaveCount(2);
  await shoot(page, "billing");
});

/** Somebody whose name looks like one. */
async function rename({ id }: Person): Promise<void> {
  await inDatabase((client) => client.query("UPDATE users SET name = 'Ada Lovelace' WHERE id = $1", [id]));
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => document.fonts.ready);
    // What is above the fold and not where the last streamed word left the page.
    await page.getByRole("main").getByRole("heading").first().scrollIntoViewIfNeeded();
    const picture = await page.screenshot({
      animations: "disabled",
      caret: "hide",
      ...(FOLDER === undefined ? {} : { path: path.join(FOLDER, `${name}-${colorScheme}.png`) }),
    });
    expect(picture.length, `${name} in ${colorScheme} shows something`).toBeGreaterThan(20_000);
  }
  await page.emulateMedia({ colorScheme: null });
}
