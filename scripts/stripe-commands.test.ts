import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StripeProcess, startStripe } from "./test/stripe-process";

let stripe: StripeProcess;

beforeAll(async () => {
  stripe = await startStripe();
});
afterAll(async () => {
  const complaint = await stripe.stop();
  if (complaint !== undefined) throw new Error(complaint);
}, 120_000);

type Ended = { code: number; said: string };

/** As `npm run stripe:…` runs it, with a key of its own. */
function run(command: "plan" | "apply" | "doctor", settings: Record<string, string> = {}): Promise<Ended> {
  const env = {
    ...process.env,
    PARLEY_MODE: "live",
    STRIPE_API_BASE: stripe.url,
    STRIPE_SECRET_KEY: "sk_test_commands",
    STRIPE_WEBHOOK_SECRET: "",
    APP_URL: "https://chat.example.test",
    LOG_LEVEL: "silent",
    ...settings,
  };
  const line = ["--import", "./scripts/typescript.mjs", `scripts/stripe-${command}.ts`];
  return new Promise((resolve) => {
    execFile(process.execPath, line, { env }, (error, said) => {
      resolve({ code: error === null ? 0 : Number(error.code), said });
    });
  });
}

/** They follow one another in one account, and each process takes its seconds. */
const COMMANDS_MS = 120_000;

test(
  "an account that was never set up is planned, mended, and well, and each command says so",
  async () => {
    // The plan says what is missing and makes none of it; an address that Stripe can not reach is said.
    const plan = await run("plan", { APP_URL: "http://localhost:3000" });
    expect(plan.said).toContain("+ price parley_pro_month: $19.00, €19.00, £16.00\n");
    expect(plan.said).toContain("+ portal configuration\n");
    expect(plan.said).toMatch(/APP_URL is http:\/\/localhost:3000: it gets no endpoint\.\n$/);

    // The doctor names each fault, and how to mend it.
    const before = await run("doctor", { STRIPE_WEBHOOK_SECRET: "whsec_1" });
    expect(before.code).toBe(1);
    expect(before.said).toContain("FAULT  The account differs: + product parley_pro");
    expect(before.said).toContain("To mend it: npm run stripe:apply.");

    // The first run tells the signing secret, and after it there is nothing to change and nothing wrong.
    const { said } = await run("apply");
    expect(said).toContain("+ price parley_pro_month: $19.00, €19.00, £16.00\n");
    const secret = /^Keep this.* STRIPE_WEBHOOK_SECRET=(whsec_\w+)$/mu.exec(said)?.[1] ?? "";
    expect(secret).not.toBe("");
    expect((await run("apply", { STRIPE_WEBHOOK_SECRET: secret })).said).toBe("Nothing to change.\n");
    const after = await run("doctor", { STRIPE_WEBHOOK_SECRET: secret });
    expect(after.said).toMatch(/^(ok {5}.*\n)+Nothing is wrong\.\n$/u);
    expect(after.code).toBe(0);
    for (const each of [plan, before, after]) expect(each.said).not.toContain("sk_test_commands");
  },
  COMMANDS_MS,
);

test("a key that is refused ends `apply` with a failure, and is a fault to the doctor", async () => {
  expect((await run("apply", { STRIPE_SECRET_KEY: "nonsense" })).code).not.toBe(0);
  const { code, said } = await run("doctor", { STRIPE_SECRET_KEY: "sk_test", STRIPE_WEBHOOK_SECRET: "whsec_1" });
  expect(code).toBe(1);
  expect(said).toMatch(/FAULT {2}/u);
}, 120_000);
