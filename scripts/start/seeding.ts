import path from "node:path";
import { SeedReport } from "@/prisma/seed-report";
import { step } from "@/scripts/step.mjs";
import type { Ending } from "./ending";
import type { Plan } from "./plan";
import { runToEnd, SEED_ARGS } from "./programs";
import type { Run } from "./run-record";
import { readSecrets, writeSecrets } from "./secrets";
import { isSeeded, markSeeded } from "./seeded";

type SeedOptions = { env: NodeJS.ProcessEnv & { DATABASE_URL: string }; run: Run; ending: Ending };

/**
 * The people, prices and the webhook endpoint a sandbox starts with; whatever is there already stays.
 * @returns the secret that the Stripe sandbox signs its webhooks with, once it was told.
 */
export async function seed(plan: Plan, { env, run, ending }: SeedOptions): Promise<string | undefined> {
  const secrets = readSecrets(plan.dataDir);
  let { webhookSecret } = secrets;
  const isKnown = webhookSecret !== undefined || !plan.sandboxes.includes("stripe");
  await step("Seed", async (note) => {
    if (isKnown && (await isSeeded(plan, env.DATABASE_URL))) return note("nothing new");
    const told = await runSeed(plan, { env, run, ending }, webhookSecret !== undefined);
    webhookSecret = told.webhookSecret ?? webhookSecret;
    note(told.made.length === 0 ? "nothing new" : told.made.join(", "));
    markSeeded(plan);
  });
  if (webhookSecret !== undefined && webhookSecret !== secrets.webhookSecret) {
    writeSecrets(plan.dataDir, { ...secrets, webhookSecret });
  }
  return webhookSecret;
}

async function runSeed(
  plan: Plan,
  { env, run, ending }: SeedOptions,
  knowsWebhookSecret: boolean,
): Promise<SeedReport> {
  let report: SeedReport = { made: [] };
  const logFile = path.join(plan.dataDir, "logs", "seed.log");
  await runToEnd(
    { name: "The seed", args: [...SEED_ARGS, ...(knowsWebhookSecret ? ["--knows-webhook-secret"] : [])], logFile },
    {
      env,
      run,
      onStart: (child) => {
        ending.add(child.name, () => child.stop());
        child.process.on("message", (message) => (report = SeedReport.parse(message)));
      },
    },
  );
  return report;
}
