import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const DECIDED_BY_COLOUR = ["color-contrast", "link-in-text-block"];
/** Colours are the same at every width: they are looked at in the dark where most of a page is seen at once. */
const WIDE_PX = 700;

/**
 * What axe finds wrong with a page, a line each: all rules in the light. The dark is the same page with other colours,
 * so of it only what colours decide is looked at, and only on a wide screen.
 */
export async function violationsOf(page: Page): Promise<{ light: string[]; dark: string[] }> {
  const light = await violationsIn(page, new AxeBuilder({ page }));
  if ((page.viewportSize()?.width ?? 0) < WIDE_PX) return { light, dark: [] };
  await page.emulateMedia({ colorScheme: "dark" });
  await untilStill(page);
  const dark = await violationsIn(page, new AxeBuilder({ page }).withRules(DECIDED_BY_COLOUR));
  await page.emulateMedia({ colorScheme: "light" });
  return { light, dark };
}

/** Colours go over into others, and on a busy machine that takes its frames; half-way they are no colours of ours. */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await nextFrame();
    while (document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === "running"))
      await nextFrame();
    await nextFrame();
  });
}

export const NO_VIOLATIONS = { light: [], dark: [] };

/** By how many CSS pixels a page scrolls sideways, which it never should (WCAG 1.4.10, reflow). */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Frames of other origins need axe's way around by a page of its own, which takes as long as the looking. */
async function violationsIn(page: Page, axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.setLegacyMode(page.frames().length === 1).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
