import { form, goTo, type Notice, showPage, worldly } from "../post";
import { Refused, type StripeSandbox } from "../world/stripe-sandbox";
import { deliveryPage } from "./delivery-page";
import { type Filter, webhooksPage } from "./webhooks-page";

/** /webhooks and a page for each delivery. Sending again leads back to where it was asked for. */
export function webhookRoutes(stripe: StripeSandbox) {
  return {
    "GET /webhooks": worldly(async ({ response, query }) => {
      const filter: Filter = { state: query.get("state") ?? "", type: (query.get("type") ?? "").slice(0, 200) };
      const [{ endpoints }, list] = await Promise.all([
        stripe.endpoints(),
        stripe.deliveries({ ...filter, page: query.get("page") ?? "1" }),
      ]);
      showPage(response, webhooksPage({ endpoints, list, filter }, noticeIn(query)));
    }),
    "GET /webhooks/:id": worldly(async ({ response, params, query }) => {
      showPage(response, deliveryPage(await stripe.delivery(params["id"] ?? ""), noticeIn(query)));
    }),
    "POST /webhooks/resend": form(async ({ response }, fields) => {
      const [delivery, event, customer] = [fields.get("delivery"), fields.get("event"), fields.get("customer")];
      if (delivery === null && event === null && fields.get("state") !== "failed") {
        throw new Refused("Nothing was named to send again.");
      }
      const { resent } = await stripe.resend(delivery ? { delivery } : event ? { event } : { state: "failed" });
      const done = resent > 0 ? "sent" : "nobody";
      if (customer) goTo(response, `/customers/${encodeURIComponent(customer)}?done=${done}`);
      else if (delivery) goTo(response, `/webhooks/${encodeURIComponent(delivery)}?done=${done}`);
      else goTo(response, `/webhooks?done=${done}&count=${resent}`);
    }),
  };
}

function noticeIn(query: URLSearchParams): Notice | undefined {
  const count = Number(query.get("count") ?? 1);
  switch (query.get("done")) {
    case "sent":
      return { text: count > 1 ? `${count} are on their way.` : "It is on its way.", isProblem: false };
    case "nobody":
      return { text: "Nobody listens: the endpoint is disabled or gone.", isProblem: true };
    default:
      return undefined;
  }
}
