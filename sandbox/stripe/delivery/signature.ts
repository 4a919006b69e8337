import { createHmac } from "node:crypto";

/**
 * What stands in `Stripe-Signature`: the second it was signed at, and one signature with each secret that is live
 * (docs.stripe.com/webhooks/signature). Ours, so that a start need not read the whole SDK for it.
 */
export function signatureOf(payload: string, secrets: string[], timestamp: number): string {
  const signed = secrets.map((secret) => createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex"));
  return [`t=${timestamp}`, ...signed.map((hex) => `v1=${hex}`)].join(",");
}
