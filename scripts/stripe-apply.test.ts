import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StripeSandbox, startStripeSandbox } from "../sandbox/stripe/sandbox";

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-apply-"));
let sandbox: StripeSandbox;

beforeAll(async () => {
  sandbox = await startStripeSandbox({ port: 0, dataDir });
});
afterAll(async () => {
  await sandbox.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

/** As `npm run stripe:apply` runs it, with a key of its own. */
async function apply(settings: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "./scripts/typescript.mjs", "scripts/stripe-apply.ts"],
    {
      env: {
        ...process.env,
        PARLEY_MODE: "live",
        STRIPE_API_BASE: sandbox.url,
        STRIPE_SECRET_KEY: "sk_test_apply",
        STRIPE_WEBHOOK_SECRET: "",
        APP_URL: "https://chat.example.test",
        LOG_LEVEL: "silent",
        ...settings,
      },
    },
  );
  return stdout;
}

test("an address that Stripe can not reach gets its prices, and is told why it gets no events", async () => {
  const said = await apply({ APP_URL: "http://localhost:3000" });
  expect(said).toContain("made the price parley_pro_month");
  expect(said).toContain("no endpoint was made");
});

test("the first run tells the signing secret, the next changes nothing", async () => {
  const secret = /STRIPE_WEBHOOK_SECRET=(whsec_\w+)/u.exec(await apply())?.[1];
  expect(secret).toBeDefined();
  const again = await apply({ STRIPE_WEBHOOK_SECRET: secret ?? "" });
  expect(again).toBe(
    "The products and prices are as they should be.\nEvents are posted to https://chat.example.test/api/webhooks/stripe.\n",
  );
});

test("a key that is refused ends it with a failure", async () => {
  await expect(apply({ STRIPE_SECRET_KEY: "nonsense" })).rejects.toThrow(/Command failed/u);
});
