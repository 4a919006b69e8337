import { loadSettings } from "@/scripts/setup.mjs";

/**
 * `npm run stripe:apply`: makes the Stripe account hold what Parley sells, and post its events to this installation.
 * Run it after every change of the plans; what is there already is left alone. `stripe:plan` shows what it would do.
 */
loadSettings();
// The settings are read when the configuration is first imported, so it comes after them.
const { accountChanges, makeChanges } = await import("@/lib/billing/provision");
const { installation, remarks } = await import("@/scripts/stripe-installation");

const changes = await accountChanges(installation());
const secret = await makeChanges(changes);
console.log(changes.length === 0 ? "Nothing to change." : changes.map(({ what }) => what).join("\n"));
for (const remark of remarks()) console.log(remark);
if (secret) console.log(`Keep this; it is told only now: STRIPE_WEBHOOK_SECRET=${secret}`);
