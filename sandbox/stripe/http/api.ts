import { timeFor } from "../acts/clock-of";
import type { Clock } from "../clock";
import { planDeliveries } from "../delivery/plan-deliveries";
import { settleEvents, startStep } from "../store/step";
import type { World } from "../store/world";
import type { WireFate } from "../faults/wire-fate";
import { authenticate } from "./authentication";
import { expand, type Includable } from "./expansion";
import { type FailureBody, invalid, notBuilt, StripeFailure, unrecognized } from "./failures";
import { decodeForm } from "./form";
import { earlierResult, fingerprintOf } from "./idempotency";
import { withOldShape, withoutOldParameters } from "./old-parameters";
import { isKnownRoute, knownRoutes, readParameters } from "./parameters";
import { idsIn, type Match, RouteTable, type Route } from "./route";

export type ApiRequest = {
  method: string;
  path: string;
  query: string;
  body: string;
  contentType: string;
  /** Absent where the caller leaves the version to its account, as Stripe's CLI does. */
  stripeVersion: string | undefined;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  origin: string;
  requestId: string;
};
export type ApiReply = { status: number; body: string; headers: { [name: string]: string }; fate?: WireFate };

/** Stripe's API over a world: one request in, one reply out, and everything between done at once. */
export class Api {
  private readonly world: World;
  private readonly clock: Clock;
  private readonly table: RouteTable;
  private readonly includable: Map<string, Includable>;
  private readonly known = knownRoutes().map((route) => route.split(" "));

  constructor({
    world,
    clock,
    routes,
    includable,
  }: { world: World; clock: Clock; routes: Route[]; includable: Map<string, Includable> }) {
    this.world = world;
    this.clock = clock;
    this.table = new RouteTable(routes);
    this.includable = includable;
  }

  answer(request: ApiRequest): ApiReply {
    try {
      authenticate(request.authorization);
      return this.run(request);
    } catch (error) {
      this.world.rollback();
      if (error instanceof StripeFailure) return failureReply(error, request);
      console.error("stripe sandbox: a request met a bug", error);
      return failureReply(OUR_FAULT, request);
    }
  }

  private run(request: ApiRequest): ApiReply {
    const match = this.match(request);
    const params = parametersOf(request, match);
    const key = request.method === "POST" ? request.idempotencyKey : undefined;
    const fingerprint = fingerprintOf(request.method, request.path, request.body);
    const earlier =
      key === undefined ? undefined : earlierResult(this.world, { key, fingerprint, nowMs: this.clock.nowMs() });
    if (earlier) {
      const headers = {
        "idempotent-replayed": "true",
        "original-request": earlier.requestId,
        "stripe-should-retry": "false",
      };
      return { status: earlier.status, body: earlier.body, headers };
    }
    const reply = this.execute(request, match, params);
    if (key !== undefined) {
      const { requestId } = request;
      const { status, body } = reply;
      this.world.put("idempotent_results", { id: key, fingerprint, status, body, requestId, atMs: this.clock.nowMs() });
      reply.headers["original-request"] = requestId;
    }
    return reply;
  }

  /** Does the work. A failure that keeps what was done is a reply like any other; the rest is thrown. */
  private execute(request: ApiRequest, { route, ids }: Match, params: { expand?: string[] }): ApiReply {
    const worldNow = Math.floor(this.clock.nowMs() / 1000);
    const mark = {
      id: request.requestId,
      idempotency_key: request.method === "POST" ? (request.idempotencyKey ?? null) : null,
    };
    const now = timeFor(this.world, ids, params, worldNow);
    const step = startStep(this.world, now, {
      origin: request.origin,
      request: mark,
      asked: request,
      worldNow,
    });
    let reply: ApiReply;
    try {
      const result = route.handle(step, params, ids);
      const body = JSON.stringify(expand(this.world, result, params.expand ?? [], this.includable), null, 2);
      reply = { status: 200, body, headers: request.method === "POST" ? { "stripe-should-retry": "false" } : {} };
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      if (!error.keeps) return this.undone(error, request);
      reply = failureReply(error, request);
    }
    planDeliveries(step, settleEvents(step));
    return reply;
  }

  /** A refused card is a result, which its key keeps, even where nothing is left of the work; other refusals are none. */
  private undone(failure: StripeFailure, request: ApiRequest): ApiReply {
    if (failure.status !== 402) throw failure;
    this.world.rollback();
    return failureReply(failure, request);
  }

  private match({ method, path }: ApiRequest): Match {
    const match = this.table.match(method, path);
    if (match) return match;
    const parts = path.split("/");
    const isKnown = this.known.some(([verb, pattern = ""]) => verb === method && idsIn(pattern.split("/"), parts));
    throw isKnown ? notBuilt(method, path) : unrecognized(method, path);
  }
}

const OUR_FAULT = new StripeFailure(500, {
  message: "The sandbox met a bug of its own; its log says more. Nothing was changed.",
  type: "api_error",
});

function parametersOf(request: ApiRequest, { route }: Match): { expand?: string[] } {
  if (request.body !== "" && !/^application\/x-www-form-urlencoded\b/i.test(request.contentType)) {
    throw invalid(
      "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.",
    );
  }
  const text = request.method === "POST" ? request.body : [request.query, request.body].filter(Boolean).join("&");
  const name = `${route.method} ${route.pattern}`;
  const form = withoutOldParameters(decodeForm(text), request);
  const own = route.own ?? (isKnownRoute(name) ? undefined : { expand: "*" });
  const params = readParameters(name, form, own ? { expand: { "[]": "s" }, ...own } : withOldShape(name, request)) as {
    expand?: string[];
  };
  if ((params.expand as unknown) === "") delete params.expand;
  return params;
}

export function failureReply({ status, body }: StripeFailure, { requestId }: Pick<ApiRequest, "requestId">): ApiReply {
  const error: FailureBody = { ...body, request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` };
  const headers = { "stripe-should-retry": status === 409 || status >= 500 ? "true" : "false" };
  return { status, body: JSON.stringify({ error: status === 401 ? body : error }, null, 2), headers };
}
