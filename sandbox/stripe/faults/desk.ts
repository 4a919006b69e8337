import type { Answer, PageRequest } from "../http/listener";
import { StripeFailure } from "../http/failures";
import type { PageWorld } from "../pages/page-step";
import type { FaultOrder } from "../store/wire-delivery";
import { FAULT_KINDS, faultKind, fieldsOf } from "./kinds";
import { readOrder } from "./order";
import { placeOrder, takeOff, takeOffAll } from "./orders";

const PATH = "/_sandbox/faults";

/** `/_sandbox/faults`: what can go wrong, what was ordered to, and how often it still will. */
export function faultsDesk(parts: PageWorld, request: PageRequest): Answer {
  const { method, path, body } = request;
  const { world, clock } = parts;
  const now = Math.floor(clock.nowMs() / 1000);
  try {
    if (path === PATH && method === "GET") return json(200, { faults: world.all("faults").map(shown) });
    if (path === PATH && method === "POST") return json(201, shown(placeOrder(world, readOrder(body), { now })));
    if (path === PATH && method === "DELETE") return json(200, { removed: takeOffAll(world, now) });
    if (path === `${PATH}/kinds` && method === "GET") return json(200, catalogue());
    const id = path.slice(PATH.length + 1);
    if (method === "DELETE" && world.has("faults", id)) return json(200, { removed: takeOff(world, id, now) });
    throw new StripeFailure(404, { message: `There is no ${method} ${path}.`, type: "invalid_request_error" });
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return json(error.status, { error: error.body });
  }
}

/** Enough to make a form from. */
function catalogue(): object {
  const kinds = FAULT_KINDS.map((kind) => {
    const { about, title, does } = faultKind(kind);
    return { kind, about, title, does, fields: fieldsOf(kind) };
  });
  return { kinds };
}

function shown({ options, held, seen, ...order }: FaultOrder): object {
  return { ...order, ...options, looked_at: seen, holding: held.length };
}

function json(status: number, body: object): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(body, null, 2),
  };
}
