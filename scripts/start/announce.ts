import path from "node:path";
import { SEEDED_PASSWORD, SEEDED_PEOPLE } from "@/prisma/seeded-people";
import type { Plan } from "./plan";
import { writePrivate } from "./secrets";

/** The facts that other programs on this machine need to talk to a running sandbox. */
export function writeFacts(
  plan: Plan,
  given: { databaseUrl: string; webhookSecret: string | undefined; apiKey: string | undefined },
) {
  const { databaseUrl, webhookSecret, apiKey } = given;
  const { appUrl, urls, dataDir } = plan;
  const facts = {
    appUrl,
    stripeUrl: urls.stripe,
    openaiUrl: urls.openai,
    controlUrl: urls.control,
    databaseUrl,
    webhookSecret: webhookSecret ?? null,
    apiKey: apiKey ?? null,
  };
  writePrivate(factsFile(dataDir), facts);
  // Whoever started us as a child (the end-to-end tests) need not poll the file.
  process.send?.({ ready: facts });
}

export function factsFile(dataDir: string): string {
  return path.join(dataDir, "sandbox.json");
}

/** Where to go and who can sign in. */
export function welcome(plan: Plan, apiKey: string | undefined): string {
  const { mode, appUrl, urls, sandboxes, dataDir } = plan;
  if (mode === "live") return `\nParley is up: ${appUrl}\n`;
  const rows = [
    ["Sign in as", SEEDED_PEOPLE.map(({ email }) => email).join("  ")],
    ["Password", SEEDED_PASSWORD],
    ...(apiKey === undefined ? [] : [["API", `${appUrl}/api/v1  key ${apiKey}`]]),
    ...(sandboxes.includes("control") ? [["Mailbox", urls.control]] : []),
    ...(sandboxes.includes("stripe") ? [["Stripe sandbox", `${urls.stripe}  no money moves`]] : []),
    ...(sandboxes.includes("openai") ? [["OpenAI sandbox", urls.openai]] : []),
    ["Facts and logs", `${path.relative("", factsFile(dataDir))}  ${path.relative("", path.join(dataDir, "logs"))}/`],
  ];
  const lines = rows.map(([name = "", value = ""]) => `  ${name.padEnd(16)}${value}`);
  return `\nParley is up: ${appUrl}\n\n${lines.join("\n")}\n\nCtrl-C stops everything.\n`;
}
