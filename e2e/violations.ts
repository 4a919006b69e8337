import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const DECIDED_BY_COLOUR = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds wrong with a page, a line each: all rules in the light. The dark is the same page with other colours,
 * so of it only what colours decide is looked at, and, quicker, without what frames of other origins hold.
 */
export async function violationsOf(page: Page): Promise<{ light: string[]; dark: string[] }> {
  const light = await violationsIn(new AxeBuilder({ page }));
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await violationsIn(new AxeBuilder({ page }).withRules(DECIDED_BY_COLOUR).setLegacyMode());
  await page.emulateMedia({ colorScheme: "light" });
  return { light, dark };
}

export const NO_VIOLATIONS = { light: [], dark: [] };

/** By how many CSS pixels a page scrolls sideways, which it never should (WCAG 1.4.10, reflow). */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function violationsIn(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
