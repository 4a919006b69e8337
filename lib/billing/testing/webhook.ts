import { sign } from "@/lib/billing/testing/world";
import { served } from "@/lib/http/testing/served";
import webhook from "@/pages/api/webhooks/stripe";

const route = await served(webhook);

/** Asks our route as Stripe does: over the wire. */
export function askWebhook(asked?: RequestInit): Promise<Response> {
  return fetch(route.url, asked);
}

/** An event, signed as Stripe signs it. */
export function postEvent(event: object): Promise<Response> {
  const body = JSON.stringify(event);
  return askWebhook({ method: "POST", body, headers: { "stripe-signature": sign(body) } });
}
