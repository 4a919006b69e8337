import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

const DECIDED_BY_COLOUR = ["color-contrast", "link-in-text-block"];
/** Colours are the same at every width: they are looked at in the dark where most of a page is seen at once. */
const WIDE_PX = 700;
/** Instead of axe's half a megabyte, in a page that has it. */
const NOTHING_TO_BRING = "0";
const TITLE_PATIENCE_MS = 5_000;

type Look = {
  /** Also what is drawn in frames of its own, which takes longer than all the rest. */
  withFrames?: boolean;
};

/** A page, as wide as it is, breaks no rule of axe's, and does not scroll sideways (WCAG 1.4.10, reflow). */
export async function expectAccessible(page: Page, state = page.url(), look: Look = {}): Promise<void> {
  const at = `${state}, at ${page.viewportSize()?.width} px`;
  expect.soft(await violationsOf(page, look), at).toEqual({ light: [], dark: [] });
  expect.soft(await overflowOf(page), `${at}, scrolls sideways by`).toBeLessThanOrEqual(0);
}

/** The same on a wide screen and on a phone; the page is left on the wide one. */
export async function expectAccessibleAtBoth(page: Page, state?: string, look?: Look): Promise<void> {
  await page.setViewportSize(DESKTOP);
  await expectAccessible(page, state, look);
  await page.setViewportSize(PHONE);
  await expectAccessible(page, state, look);
  await page.setViewportSize(DESKTOP);
}

/** By how many CSS pixels a page, or the part of it that scrolls by itself, scrolls sideways. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scrolled = [document.documentElement, ...document.querySelectorAll("main")];
    return Math.max(...scrolled.map((one) => one.scrollWidth - one.clientWidth));
  });
}

/**
 * What axe finds wrong with a page, a line each: all rules in the light. The dark is the same page with other colours,
 * so of it only what colours decide is looked at, and only on a wide screen.
 */
export async function violationsOf(page: Page, look: Look = {}): Promise<{ light: string[]; dark: string[] }> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await violationsIn(page, look);
  if ((page.viewportSize()?.width ?? 0) < WIDE_PX) return { light, dark: [] };
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await violationsIn(page, look, DECIDED_BY_COLOUR);
  await page.emulateMedia({ colorScheme: "light" });
  return { light, dark };
}

/**
 * Colours go over into others, and on a busy machine that takes its frames; half-way they are no colours of ours. And a
 * page that one went to within the app takes its title a moment after it is seen; one that never does, axe names.
 */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async (patienceMs) => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const deadline = performance.now() + patienceMs;
    while (document.title === "" && performance.now() < deadline) await nextFrame();
    await nextFrame();
    while (document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === "running"))
      await nextFrame();
    await nextFrame();
  }, TITLE_PATIENCE_MS);
}

/** Frames of other origins need axe's way around by a page of its own. */
async function violationsIn(page: Page, { withFrames = false }: Look, rules?: string[]): Promise<string[]> {
  await untilStill(page);
  const isBrought = !withFrames && (await page.evaluate(() => "axe" in window));
  const { violations } = await new AxeBuilder({ page, ...(isBrought ? { axeSource: NOTHING_TO_BRING } : {}) })
    .options({
      // Of what is as it should be nobody asks where it is, and no rule that is on reads style sheets.
      resultTypes: ["violations"],
      preload: false,
      iframes: withFrames,
      ...(rules ? { runOnly: rules } : {}),
    })
    .setLegacyMode(!withFrames)
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
