import { loadSettings } from "@/scripts/setup.mjs";

/**
 * `npm run stripe:apply`: makes the Stripe account hold what Parley sells, and post its events to this installation.
 * Run it after every change of the plans; what is there already is left alone.
 */
loadSettings();
// The settings are read when the configuration is first imported, so it comes after them.
const { ensurePrices, ensureWebhookEndpoint } = await import("@/lib/billing/provision");
const { env } = await import("@/lib/platform/env");

const made = await ensurePrices();
console.log(made.length === 0 ? "The products and prices are as they should be." : made.join("\n"));

if (env.appUrl.startsWith("https://") || !env.stripe.isReal) {
  const url = `${env.appUrl}/api/webhooks/stripe`;
  const knowsSecret = Boolean(process.env["STRIPE_WEBHOOK_SECRET"]);
  const { secret } = await ensureWebhookEndpoint(url, { knowsSecret });
  console.log(`Events are posted to ${url}.`);
  if (secret) console.log(`Keep this; it is told only now: STRIPE_WEBHOOK_SECRET=${secret}`);
} else {
  console.log(`Stripe posts events to https:// addresses only, and APP_URL is ${env.appUrl}: no endpoint was made.`);
}
