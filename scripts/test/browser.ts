import { chromium } from "@playwright/test";
import { installOnDebian, isThere, onPath } from "./system-programs";

/** The one without a window first: the same engine, and half the processor time of a whole browser. */
const SHELL = "chromium-headless-shell";
const NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/**
 * A Chromium to test in: on Debian as root the distribution's headless shell, which is installed when it is not there;
 * elsewhere Playwright's own when it was downloaded, else the system's.
 * @throws Error that says how to get one.
 */
export function findBrowser(): string {
  if (onPath(SHELL) === undefined) installOnDebian(SHELL);
  const found = [onPath(SHELL), chromium.executablePath(), ...NAMES.map(onPath)].find(isThere) ?? installed("chromium");
  if (found !== undefined) return found;
  throw new Error(
    "The end-to-end tests need a Chromium, and there is none. Either of these brings one:\n" +
      "  npx playwright install --with-deps chromium\n" +
      "  sudo apt-get install chromium",
  );
}

function installed(name: string): string | undefined {
  installOnDebian(name);
  return onPath(name);
}
