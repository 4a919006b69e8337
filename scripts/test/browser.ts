import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/**
 * A Chromium to test in: Playwright's own when it was downloaded, else the system's, else, on Debian as root, the
 * distribution's package.
 * @throws Error that says how to get one.
 */
export function findBrowser(): string {
  const found = [chromium.executablePath(), ...onPath()].find((file) => fs.existsSync(file));
  if (found !== undefined) return found;
  if (canInstall()) {
    execFileSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
    execFileSync("apt-get", ["install", "-y", "-qq", "chromium"], { stdio: "ignore" });
    const installed = onPath().find((file) => fs.existsSync(file));
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "The end-to-end tests need a Chromium, and there is none. Either of these brings one:\n" +
      "  npx playwright install --with-deps chromium\n" +
      "  sudo apt-get install chromium",
  );
}

function onPath(): string[] {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && fs.existsSync("/etc/debian_version");
}
