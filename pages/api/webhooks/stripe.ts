import { receiveStripeEvent } from "@/lib/billing/inbox";
import { readText } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { onlyMethods } from "@/lib/http/methods";
import { socketRoute } from "@/lib/http/socket-route";

/** An invoice with its lines can be long; Stripe's events stay well below this. */
const LIMIT_BYTES = 1024 * 1024;

/** Next leaves the body, which is what is signed, and the answer's end to us. */
export const config = { api: { bodyParser: false, externalResolver: true, responseLimit: false } };

export default socketRoute(
  "/api/webhooks/stripe",
  onlyMethods({
    POST: endpoint(async (request) => {
      const rawBody = await readText(request, { limitBytes: LIMIT_BYTES });
      const { id } = await receiveStripeEvent(rawBody, request.headers.get("stripe-signature"));
      return Response.json({ received: id });
    }),
  }),
);
