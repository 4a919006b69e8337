import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { findBrowser } from "@/scripts/test/browser";
import type { Person } from "./people";
import type { World } from "./world";

const ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"];

/** Work in a Chromium, which is closed afterwards. */
export async function inBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ARGS });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** A browser of its own for one person: nothing is in its cache, and it is signed in. */
export async function contextOf(browser: Browser, { appUrl }: World, { cookie }: Person): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: appUrl }]);
  return context;
}

/** Sends a question by keyboard. */
export async function ask(page: Page, question: string): Promise<void> {
  const composer = page.getByLabel("Message", { exact: true });
  await composer.fill(question);
  await composer.press("Enter");
}

/** Waits until so many answers are whole: each has its receipt then. */
export async function answered(page: Page, answers = 1, timeout = 60_000): Promise<void> {
  const receipts = page
    .getByRole("main")
    .getByRole("article")
    .filter({ hasText: /\d tokens? · \$/ });
  await receipts.nth(answers - 1).waitFor({ timeout });
}
