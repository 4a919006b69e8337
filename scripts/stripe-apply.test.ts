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

/** As `npm run stripe:apply`, or `stripe:plan`, runs it, with a key of its own. */
async function run(script: "apply" | "plan", settings: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "./scripts/typescript.mjs", `scripts/stripe-${script}.ts`],
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

test("the plan says what is missing and makes none of it; an address that Stripe can not reach is said", async () => {
  const first = await run("plan", { APP_URL: "http://localhost:3000" });
  expect(first).toContain("+ price parley_pro_month: $19.00, €19.00, £16.00\n");
  expect(first).toContain("+ portal configuration\n");
  expect(first).toMatch(/APP_URL is http:\/\/localhost:3000: it gets no endpoint\.\n$/);
});

test("applied, the first run tells the signing secret, and after it there is nothing to change", async () => {
  const said = await run("apply");
  expect(said).toContain("+ price parley_pro_month: $19.00, €19.00, £16.00\n");
  const secret = /^Keep this.* STRIPE_WEBHOOK_SECRET=(whsec_\w+)$/mu.exec(said)?.[1];
  expect(secret).toBeDefined();
  expect(await run("apply", { STRIPE_WEBHOOK_SECRET: secret ?? "" })).toBe("Nothing to change.\n");
});

test("a key that is refused ends it with a failure", async () => {
  await expect(run("apply", { STRIPE_SECRET_KEY: "nonsense" })).rejects.toThrow(/Command failed/u);
});
