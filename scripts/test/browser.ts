import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";

/** The one without a window first: the same engine, and half the processor time of a whole browser. */
const SHELL = "chromium-headless-shell";
const NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/**
 * A Chromium to test in: on Debian as root the distribution's headless shell, which is installed when it is not there;
 * elsewhere Playwright's own when it was downloaded, else the system's.
 * @throws Error that says how to get one.
 */
export function findBrowser(): string {
  if (canInstall() && onPath(SHELL) === undefined) install(SHELL);
  const found = [onPath(SHELL), chromium.executablePath(), ...NAMES.map(onPath)].find(isThere) ?? installed("chromium");
  if (found !== undefined) return found;
  throw new Error(
    "The end-to-end tests need a Chromium, and there is none. Either of these brings one:\n" +
      "  npx playwright install --with-deps chromium\n" +
      "  sudo apt-get install chromium",
  );
}

/** Some distributions have no headless shell: then it is not there afterwards, and a whole browser is looked for. */
function install(name: string): void {
  try {
    execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
    execFileSync("apt-get", ["install", "-y", "-qq", name], { stdio: "ignore" });
  } catch {
    // Without a network, or without the package: what is there already may do.
  }
}

function installed(name: string): string | undefined {
  if (canInstall()) install(name);
  return onPath(name);
}

function onPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find(isThere);
}

function isThere(file: string | undefined): file is string {
  return file !== undefined && fs.existsSync(file);
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && fs.existsSync("/etc/debian_version");
}
