import type { ApiReply, ApiRequest } from "../http/api";
import type { FaultOrder } from "../store/wire-delivery";
import type { World } from "../store/world";
import { isRefusedByCard, mayPayWithRefusingCard } from "./card-faults";
import { concerns } from "./customer-scope";
import { choose } from "./orders";
import { insteadBy, keptServerError } from "./refusals";
import { fitsRoute } from "./route-scope";
import { wireFateBy } from "./wire-fate";

type Answering = { answer: (request: ApiRequest) => ApiReply };

/**
 * The API as it is when things go wrong by order. One request meets one order at most, the oldest
 * that fits; using it up is part of the request's own unit of work, also where the request is refused.
 */
export class FaultyApi {
  private readonly api: Answering;
  private readonly world: World;

  constructor({ api, world }: { api: Answering; world: World }) {
    this.api = api;
    this.world = world;
  }

  answer(request: ApiRequest): ApiReply {
    const { world } = this;
    const { chosen, looked } = choose(world.all("faults"), (order) => this.meets(order, request));
    const reply = chosen ? this.failing(chosen, request) : this.payingWithFaultyCards(request);
    // Afterwards, because a request that is refused undoes all that was written before.
    for (const order of looked) world.put("faults", order);
    return reply;
  }

  private meets({ route, events, customer }: FaultOrder, request: ApiRequest): boolean {
    if (route === null || events !== null || !fitsRoute(route, request)) return false;
    return customer === null || concerns(this.world, request, customer);
  }

  private failing(order: FaultOrder, request: ApiRequest): ApiReply {
    const instead = insteadBy(order, request);
    if (instead) return instead;
    if (order.kind === "server_error_kept") return this.begunAndUndone(request);
    const reply = this.api.answer(request);
    if (order.kind === "server_error_after_write") return this.asKeptError(request, reply);
    const fate = wireFateBy(order);
    return { ...reply, ...(fate ? { fate } : {}) };
  }

  /** Tried and undone; only the key knows of it. What Stripe would not even begin is answered as ever. */
  private begunAndUndone(request: ApiRequest): ApiReply {
    const { reply, kept } = this.world.rehearse(() => ({
      reply: this.api.answer(request),
      kept: this.keptBy(request),
    }));
    if (!kept && (reply.status >= 400 || "idempotent-replayed" in reply.headers)) return this.api.answer(request);
    const error = keptServerError(request);
    if (kept) this.world.put("idempotent_results", { ...kept, status: error.status, body: error.body });
    return error;
  }

  private asKeptError(request: ApiRequest, reply: ApiReply): ApiReply {
    if (reply.status >= 400) return reply;
    const error = keptServerError(request);
    const kept = this.keptBy(request);
    if (kept) this.world.put("idempotent_results", { ...kept, status: error.status, body: error.body });
    return error;
  }

  /** What this very request left under its key. */
  private keptBy({ idempotencyKey = "", requestId }: ApiRequest) {
    const kept = this.world.find("idempotent_results", idempotencyKey);
    return kept?.requestId === requestId ? kept : undefined;
  }

  private payingWithFaultyCards(request: ApiRequest): ApiReply {
    const refusing = this.refusedByCard(request);
    if (refusing) return refusing;
    const known = new Set(this.world.all("faults").map(({ id }) => id));
    const reply = this.api.answer(request);
    const fresh = this.world
      .all("faults")
      .find(({ id, events, left }) => events === null && left > 0 && !known.has(id));
    const fate = fresh && wireFateBy(fresh);
    if (!fate) return reply;
    this.world.put("faults", { ...fresh, left: fresh.left - 1, seen: fresh.seen + 1 });
    return { ...reply, fate };
  }

  /** A card that refuses a customer's first payment, before the write: the request is tried to see whether it pays with one. */
  private refusedByCard(request: ApiRequest): ApiReply | undefined {
    const { world } = this;
    if (!mayPayWithRefusingCard(world, request)) return undefined;
    const known = new Set(world.all("faults").map(({ id }) => id));
    const order = world.rehearse(() => {
      this.api.answer(request);
      return world.all("faults").find((fresh) => isRefusedByCard(fresh) && !known.has(fresh.id));
    });
    if (!order) return undefined;
    world.put("faults", { ...order, id: `flt_${world.count("faults")}`, left: order.left - 1, seen: order.seen + 1 });
    return insteadBy(order, request);
  }
}
