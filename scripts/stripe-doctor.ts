import { loadSettings } from "@/scripts/setup.mjs";

/**
 * `npm run stripe:doctor`: looks the set-up of Stripe over, names each fault and how to mend it. Changes nothing; ends
 * with 1 when there is a fault.
 */
loadSettings();
// The settings are read when the configuration is first imported, so it comes after them.
const { diagnose } = await import("@/lib/billing/diagnosis");
const { env } = await import("@/lib/platform/env");
const { installation } = await import("@/scripts/stripe-installation");

const { secretKey, webhookSecret, livemode } = env.stripe;
const findings = await diagnose({ ...installation(), secretKey, webhookSecret, livemode });
for (const { what, mend } of findings) {
  console.log(mend === null ? `ok     ${what}` : `FAULT  ${what}\n       To mend it: ${mend}.`);
}
const faults = findings.filter(({ mend }) => mend !== null).length;
console.log(faults === 0 ? "Nothing is wrong." : `${faults} ${faults === 1 ? "fault" : "faults"}.`);
process.exitCode = faults === 0 ? 0 : 1;
