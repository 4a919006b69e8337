import { form, goTo, type Notice, showPage, worldly } from "../post";
import type { StripeSandbox } from "../world/stripe-sandbox";
import { customerPage } from "./customer-page";
import { customersPage } from "./customers-page";

const DONE: Readonly<Record<string, string>> = {
  card: "The card is on file. All is charged to it from now on.",
  sent: "On its way. The webhook's state shows whether it arrived.",
  nobody: "Nobody listens: there is no enabled webhook endpoint it could go to.",
};

/** /customers and the pages of each: their cards can be changed, and their portal opened. */
export function customerRoutes(stripe: StripeSandbox, portalOrigin: string) {
  return {
    "GET /customers": worldly(async ({ response, query }) => {
      const words = (query.get("q") ?? "").slice(0, 200);
      showPage(response, customersPage(await stripe.customers({ q: words, page: query.get("page") ?? "1" }), words));
    }),
    "GET /customers/:id": worldly(async ({ response, params, query }) => {
      const file = await stripe.customer(params["id"] ?? "");
      const done = query.get("done") ?? "";
      const text = Object.hasOwn(DONE, done) ? DONE[done] : undefined;
      const notice: Notice | undefined = text === undefined ? undefined : { text, isProblem: done === "nobody" };
      showPage(response, customerPage(file, notice), { formsTo: portalOrigin });
    }),
    "POST /customers/:id/card": form(async ({ response, params }, fields) => {
      const id = params["id"] ?? "";
      await stripe.giveCard(id, fields.get("card") ?? "");
      goTo(response, `/customers/${encodeURIComponent(id)}?done=card`);
    }),
    "POST /customers/:id/portal": form(async ({ request, response, params }) => {
      const id = params["id"] ?? "";
      const back = `http://${request.headers.host ?? "localhost"}/customers/${encodeURIComponent(id)}`;
      const { url } = await stripe.openPortal(id, back);
      goTo(response, url);
    }),
  };
}
