import { loadSettings } from "@/scripts/setup.mjs";

/** `npm run stripe:plan`: prints what `stripe:apply` would do to the Stripe account. Changes nothing. */
loadSettings();
// The settings are read when the configuration is first imported, so it comes after them.
const { accountChanges } = await import("@/lib/billing/provision");
const { installation, remarks } = await import("@/scripts/stripe-installation");

const changes = await accountChanges(installation());
console.log(changes.length === 0 ? "Nothing to change." : changes.map(({ what }) => what).join("\n"));
for (const remark of remarks()) console.log(remark);
