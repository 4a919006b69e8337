import type { ServerResponse } from "node:http";
import { FaultOrder, type Faults } from "../faults";
import type { ModelSandbox } from "../model-sandbox";
import { form, goTo, type Notice, showPage, worldly } from "../post";
import { SEND_ROUTE } from "../sending";
import { NotInWorld, Refused, SandboxAway, type StripeSandbox } from "../world/stripe-sandbox";
import { faultsPage } from "./faults-page";
import { orderFault, stripeFaultsOf, switchOff } from "./stripe-faults";

const DONE: Readonly<Record<string, string>> = {
  on: "It is on.",
  off: "It is off.",
  "all-off": "All of them are off.",
};

type Parts = { stripe: StripeSandbox; model: ModelSandbox; mail: Faults };
type Work = (fields: URLSearchParams, params: Readonly<Record<string, string>>) => Promise<unknown> | void;

/** The page at /faults and its forms, for all that is stood in for. */
export function faultRoutes({ stripe, model, mail }: Parts) {
  async function show(response: ServerResponse, status: number, notice?: Notice) {
    const [ofStripe, ofModel] = await Promise.all([stripeFaultsOf(stripe), model.state()]);
    showPage(response, faultsPage({ stripe: ofStripe, model: ofModel, mail: mail.list() }, notice), { status });
  }

  /** Does what a form says and comes back; what is refused is said on the page itself. */
  function does(done: string, work: Work) {
    return form(async ({ response, params }, fields) => {
      try {
        await work(fields, params);
        goTo(response, `/faults?done=${done}`);
      } catch (error) {
        const text = refusalIn(error);
        if (text === undefined) throw error;
        await show(response, 400, { text, isProblem: true });
      }
    });
  }

  return {
    "GET /faults": worldly(async ({ response, query }) => {
      const done = query.get("done") ?? "";
      const text = Object.hasOwn(DONE, done) ? DONE[done] : undefined;
      await show(response, 200, text === undefined ? undefined : { text, isProblem: false });
    }),
    "POST /faults/stripe": does("on", (fields) => orderFault(stripe, fields)),
    "POST /faults/stripe/clear": does("all-off", () => switchOff(stripe)),
    "POST /faults/stripe/:id/off": does("off", (_, { id = "" }) => switchOff(stripe, id)),
    "POST /faults/model": does("on", async (fields) => refuseWith(await model.arm(orderIn(fields)))),
    "POST /faults/model/clear": does("all-off", async () => refuseWith(await model.disarm())),
    "POST /faults/model/:id/off": does("off", async (_, { id = "" }) => refuseWith(await model.disarm(id))),
    "POST /faults/mail": does("on", (fields) => mail.order(mailOrderIn(fields))),
    "POST /faults/mail/clear": does("all-off", () => mail.clear()),
  };
}

function refusalIn(error: unknown): string | undefined {
  if (error instanceof Refused || error instanceof SandboxAway) return error.message;
  return error instanceof NotInWorld ? "That fault is not on any more." : undefined;
}

function refuseWith(refusal: string | undefined) {
  if (refusal !== undefined) throw new Refused(refusal);
}

function orderIn(fields: URLSearchParams) {
  return { fault: fields.get("fault") ?? "", count: fields.get("count") ?? "1", model: fields.get("model") ?? "" };
}

function mailOrderIn(fields: URLSearchParams): FaultOrder {
  const [status, count] = [Number(fields.get("status")), Number(fields.get("count") ?? 1)];
  const order = FaultOrder.safeParse({ route: SEND_ROUTE, status, count });
  if (order.success) return order.data;
  throw new Refused("Give a status from 400 to 599 and how many letters it is for.");
}
