import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { parseJson, readBody } from "../http/body";
import { sendEmpty, sendJson } from "../http/replies";
import type { Exchange } from "../http/router";
import type { Calls } from "./calls";
import { FAULT_LIST } from "./chat/faults";
import type { Pace } from "./chat/pace";
import { parseAs } from "./chat/parse";
import { ApiError } from "./errors";
import type { Model } from "./models";
import { OrderRequest, type Orders } from "./orders";
import type { StatsCounter } from "./stats";

const MAX_BYTES = 16 * 1024;
const PaceRequest = z.strictObject({
  ttftMs: z.number().min(0).max(600_000).optional(),
  /** 0: as fast as the reader takes them. */
  tokensPerSecond: z.number().min(0).max(100_000).optional(),
});

type Desk = { calls: Calls; orders: Orders; stats: StatsCounter; pace: Pace; models: readonly Model[] };

/** How the sandbox itself is steered and watched: `/_sandbox/…`, used by tests and by the control page. */
export function steeringRoutes({ calls, orders, stats, pace, models }: Desk) {
  const usual = { ...pace };
  return {
    "GET /_sandbox/health": ({ response }: Exchange) => sendJson(response, 200, { status: "ok" }),
    "GET /_sandbox/stats": ({ response }: Exchange) => sendJson(response, 200, stats.read()),
    "GET /_sandbox/calls": ({ response }: Exchange) => sendJson(response, 200, calls.list()),
    "GET /_sandbox/faults": ({ response }: Exchange) =>
      sendJson(response, 200, {
        armed: orders.list(),
        faults: FAULT_LIST,
        models: models.filter(({ kind }) => kind === "chat").map(({ id }) => id),
      }),
    "POST /_sandbox/faults": async ({ request, response }: Exchange) => {
      sendJson(response, 201, orders.add(parseAs(OrderRequest, await bodyOf(request))));
    },
    "DELETE /_sandbox/faults": ({ response }: Exchange) => {
      orders.clear();
      sendEmpty(response, 204);
    },
    "DELETE /_sandbox/faults/:id": ({ response, params }: Exchange) => {
      if (!orders.remove(params["id"] ?? "")) throw new ApiError(404, "That fault is not armed any more.");
      sendEmpty(response, 204);
    },
    "GET /_sandbox/pace": ({ response }: Exchange) => sendJson(response, 200, pace),
    "PUT /_sandbox/pace": async ({ request, response }: Exchange) => {
      Object.assign(pace, parseAs(PaceRequest, await bodyOf(request)));
      sendJson(response, 200, pace);
    },
    "POST /_sandbox/reset": ({ response }: Exchange) => {
      stats.reset();
      orders.clear();
      calls.clear();
      Object.assign(pace, usual);
      sendJson(response, 200, stats.read());
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  return parseJson(await readBody(request, MAX_BYTES));
}
