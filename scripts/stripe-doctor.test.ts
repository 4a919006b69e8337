import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StripeSandbox, startStripeSandbox } from "../sandbox/stripe/sandbox";

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-doctor-"));
let sandbox: StripeSandbox;

beforeAll(async () => {
  sandbox = await startStripeSandbox({ port: 0, dataDir });
});
afterAll(async () => {
  await sandbox.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

type Ended = { code: number; said: string };

/** As `npm run stripe:…` runs it, with a key of its own. */
function run(script: "doctor" | "apply", settings: Record<string, string> = {}): Promise<Ended> {
  const env = {
    ...process.env,
    PARLEY_MODE: "live",
    STRIPE_API_BASE: sandbox.url,
    STRIPE_SECRET_KEY: "sk_test_doctor",
    STRIPE_WEBHOOK_SECRET: "whsec_1",
    APP_URL: "https://chat.example.test",
    LOG_LEVEL: "silent",
    ...settings,
  };
  const line = ["--import", "./scripts/typescript.mjs", `scripts/stripe-${script}.ts`];
  return new Promise((resolve) => {
    execFile(process.execPath, line, { env }, (error, said) => {
      resolve({ code: error === null ? 0 : Number(error.code), said });
    });
  });
}

test("an account that was never set up is told fault by fault, and ends with 1; after apply there is none", async () => {
  const before = await run("doctor");
  expect(before.code).toBe(1);
  expect(before.said).toContain("FAULT  The account differs: + product parley_pro");
  expect(before.said).toContain("To mend it: npm run stripe:apply.");
  await run("apply");
  const after = await run("doctor");
  expect(after.said).toMatch(/^(ok {5}.*\n)+Nothing is wrong\.\n$/u);
  expect(after.code).toBe(0);
});

test("a key that is refused is one fault", async () => {
  const { code, said } = await run("doctor", { STRIPE_SECRET_KEY: "sk_test" });
  expect(code).toBe(1);
  expect(said).toMatch(/FAULT {2}/u);
  expect(said).not.toContain("sk_test_doctor");
});
