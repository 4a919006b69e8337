import { defineConfig, devices } from "@playwright/test";

const chromium = process.env["E2E_CHROMIUM"];

/** Run by `npm test` and `npm run e2e`, which start the product and say where it is. */
export default defineConfig({
  testDir: "e2e",
  outputDir: ".reports/e2e-results",
  // One world for all: its people are made anew by each test. Tests wait more than they compute, so there are more
  // workers than a small machine has cores.
  workers: 4,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: ["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
    },
  },
});
