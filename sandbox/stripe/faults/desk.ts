import type { Answer, PageRequest } from "../http/listener";
import { StripeFailure } from "../http/failures";
import type { PageWorld } from "../pages/page-step";
import { faultyCards } from "../rules/cards";
import type { FaultOrder } from "../store/wire-delivery";
import type { World } from "../store/world";
import { stillHeld } from "./batches";
import { FAULT_KINDS, faultKind, fieldsOf } from "./kinds";
import { readOrder } from "./order";
import { placeOrder, takeOff, takeOffAll } from "./orders";

const PATH = "/_sandbox/faults";

/** `/_sandbox/faults`: what can go wrong, what was ordered to, and how often it still will. */
export function faultsDesk(parts: PageWorld, request: PageRequest): Answer {
  try {
    return answerOf(parts, request);
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return json(error.status, { error: error.body });
  }
}

function answerOf({ world, clock }: PageWorld, { method, path, body }: PageRequest): Answer {
  const now = Math.floor(clock.nowMs() / 1000);
  switch (`${method} ${path}`) {
    case `GET ${PATH}`:
      return json(200, { faults: world.all("faults").map((order) => shown(world, order)) });
    case `GET ${PATH}/kinds`:
      return json(200, catalogue());
    case `POST ${PATH}`:
      return json(201, shown(world, placeOrder(world, readOrder(body), { now })));
    case `DELETE ${PATH}`:
      return json(200, { removed: takeOffAll(world, now) });
    default:
      return json(200, { removed: takeOffOne(world, { method, path }, now) });
  }
}

function takeOffOne(world: World, { method, path }: Pick<PageRequest, "method" | "path">, now: number): number {
  const id = path.slice(PATH.length + 1);
  if (method === "DELETE" && world.has("faults", id)) return takeOff(world, id, now);
  throw new StripeFailure(404, { message: `There is no ${method} ${path}.`, type: "invalid_request_error" });
}

/** Enough to make a form from, and the cards that order faults by being paid with. */
function catalogue(): object {
  const kinds = FAULT_KINDS.map((kind) => {
    const { about, title, does } = faultKind(kind);
    return { kind, about, title, does, fields: fieldsOf(kind) };
  });
  const cards = faultyCards().map(({ number, name, fault: { kind } }) => ({ number, name, kind }));
  return { kinds, cards };
}

function shown(world: World, { options, held, seen, ...order }: FaultOrder): object {
  return { ...order, ...options, looked_at: seen, holding: stillHeld(world, held).length };
}

function json(status: number, body: object): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(body, null, 2),
  };
}
