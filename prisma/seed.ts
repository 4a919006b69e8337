import { ensurePrices, ensureWebhookEndpoint } from "@/lib/billing/provision";
import { db } from "@/lib/db/client";
import { env } from "@/lib/platform/env";
import { seedPeople } from "@/prisma/seed-people";
import { seedKey } from "@/prisma/seed-key";
import { type MadeBySeed, SeedReport } from "@/prisma/seed-report";
import { seedSubscription } from "@/prisma/seed-subscription";

/** What a fresh sandbox starts with. Run by `npm start`, any number of times; a real account is left alone. */
const made: MadeBySeed[] = [];
let webhookSecret: string | undefined;

if (await seedPeople()) made.push("people");
// A key is told only once, as a webhook's secret is.
const apiKey = process.argv.includes("--knows-api-key") ? undefined : await seedKey();
if (apiKey !== undefined) made.push("API key");
if (!env.stripe.isReal) {
  if ((await ensurePrices()).length > 0) made.push("prices");
  // Stripe tells the secret of an endpoint only once; whoever has lost it needs another endpoint.
  const knowsSecret = process.argv.includes("--knows-webhook-secret");
  webhookSecret = (await ensureWebhookEndpoint(`${env.appUrl}/api/webhooks/stripe`, { knowsSecret })).secret;
  if (webhookSecret !== undefined) made.push("webhook endpoint");
  if (await seedSubscription()) made.push("Pro subscription");
}
await db.$disconnect();

process.send?.(
  SeedReport.parse({
    made,
    ...(webhookSecret === undefined ? {} : { webhookSecret }),
    ...(apiKey === undefined ? {} : { apiKey }),
  }),
);
