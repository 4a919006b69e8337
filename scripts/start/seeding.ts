import path from "node:path";
import { SeedReport } from "@/prisma/seed-report";
import { step } from "@/scripts/step.mjs";
import type { Ending } from "./ending";
import type { Plan } from "./plan";
import { runToEnd, SEED_ARGS } from "./programs";
import type { Run } from "./run-record";
import { readSecrets, writeSecrets } from "./secrets";
import { isLiveKey, isSeeded, markSeeded } from "./seeded";

type SeedOptions = { env: NodeJS.ProcessEnv & { DATABASE_URL: string }; run: Run; ending: Ending };

/** What is told only once, when it is made: the seed makes another where ours is not known, or opens nothing. */
type Told = Pick<SeedReport, "webhookSecret" | "apiKey">;

/**
 * The people, prices, the webhook endpoint and the API key a sandbox starts with; whatever is there already stays.
 * @returns the secret that the Stripe sandbox signs its webhooks with, once it was told, and the key.
 */
export async function seed(plan: Plan, { env, run, ending }: SeedOptions): Promise<Told> {
  const secrets = readSecrets(plan.dataDir);
  const known = await stillGood(secrets, env.DATABASE_URL);
  const needsSecret = plan.sandboxes.includes("stripe") && known.webhookSecret === undefined;
  const isComplete = known.apiKey !== undefined && !needsSecret;
  let told: Told = known;
  await step("Seed", async (note) => {
    if (isComplete && (await isSeeded(plan, env.DATABASE_URL))) return note("nothing new");
    const { made, ...news } = await runSeed(plan, { env, run, ending }, known);
    told = { ...known, ...news };
    note(made.length === 0 ? "nothing new" : made.join(", "));
    markSeeded(plan);
  });
  if (told.webhookSecret !== secrets.webhookSecret || told.apiKey !== secrets.apiKey) {
    writeSecrets(plan.dataDir, { ...secrets, ...told });
  }
  return told;
}

async function stillGood({ webhookSecret, apiKey }: Told, databaseUrl: string): Promise<Told> {
  const isGood = apiKey !== undefined && (await isLiveKey(databaseUrl, apiKey));
  return { ...(webhookSecret === undefined ? {} : { webhookSecret }), ...(isGood ? { apiKey } : {}) };
}

async function runSeed(plan: Plan, { env, run, ending }: SeedOptions, known: Told): Promise<SeedReport> {
  let report: SeedReport = { made: [] };
  const logFile = path.join(plan.dataDir, "logs", "seed.log");
  const args = [
    ...SEED_ARGS,
    ...(known.webhookSecret === undefined ? [] : ["--knows-webhook-secret"]),
    ...(known.apiKey === undefined ? [] : ["--knows-api-key"]),
  ];
  await runToEnd(
    { name: "The seed", args, logFile },
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
