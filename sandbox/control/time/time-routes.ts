import type { Exchange } from "../../http/router";
import { form, goTo, showPage, worldly } from "../post";
import { TELLING } from "../world/event-words";
import type { StripeSandbox } from "../world/stripe-sandbox";
import { moveIn } from "./moves";
import { timePage } from "./time-page";

const BEGINNING = "beginning";

/** The page at /time. A move leads back to it with the events that it brought, so that a reload moves nothing. */
export function timeRoutes(stripe: StripeSandbox) {
  return {
    "GET /time": worldly(async ({ response, query }: Exchange) => {
      const [after, until] = [query.get("after"), query.get("until")];
      const range = { after: after === BEGINNING ? "" : (after ?? ""), types: TELLING.join(",") };
      const [ahead, happened] = await Promise.all([
        stripe.ahead(),
        after === null ? undefined : stripe.happened(until === null ? range : { ...range, until }),
      ]);
      showPage(response, timePage(ahead, happened));
    }),
    "POST /time": form(async ({ response }, fields) => {
      const before = await stripe.ahead();
      const move = moveIn(fields, before);
      if ("refusal" in move) {
        showPage(response, timePage(before, undefined, { text: move.refusal, isProblem: true }), { status: 400 });
        return;
      }
      await stripe.advance(move.seconds);
      const after = await stripe.ahead();
      const range = { after: before.last_event ?? BEGINNING, until: after.last_event ?? BEGINNING };
      goTo(response, `/time?${new URLSearchParams(range).toString()}#happened`);
    }),
  };
}
