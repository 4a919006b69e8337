import { receiveStripeEvent } from "@/lib/billing/inbox";
import { readText } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";

/** An invoice with its lines can be long; Stripe's events stay well below this. */
const LIMIT_BYTES = 1024 * 1024;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = onlyMethods({
  POST: endpoint(async (request) => {
    const rawBody = await readText(request, { limitBytes: LIMIT_BYTES });
    const { id } = await receiveStripeEvent(rawBody, request.headers.get("stripe-signature"));
    return Response.json({ received: id });
  }),
});
