import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyCutShort, BodyTooLarge, parseJson, readBody } from "../http/body";
import { listen, type Running } from "../http/listen";
import { sendJson } from "../http/replies";
import { createRouter, type Exchange, splitTarget } from "../http/router";
import { complete } from "./chat/completions";
import { createWheel } from "./chat/wheel";
import { createCalls } from "./calls";
import { requireKey } from "./credentials";
import { embeddingsFor } from "./embeddings";
import { ApiError, sendError, serverError, unknownRoute } from "./errors";
import { describeModel, modelsFrom, requireModelNamed } from "./models";
import { createOrders } from "./orders";
import { createStats } from "./stats";
import { steeringRoutes } from "./steering";

const MAX_BODY_BYTES = 32 * 1024 * 1024;

export type Options = {
  port: number;
  host?: string;
  /** Time to first token. */
  ttftMs?: number;
  /** 0: as fast as the reader takes them. */
  tokensPerSecond?: number;
  /** A comma list. */
  models?: string | undefined;
};

/** Starts a server that speaks OpenAI's protocol under `/v1`. `url` has no path. */
export async function startOpenAiSandbox(options: Options): Promise<Running> {
  const { port, host = "127.0.0.1", ttftMs = 300, tokensPerSecond = 60 } = options;
  const models = modelsFrom(options.models);
  const stats = createStats();
  const wheel = createWheel();
  const calls = createCalls();
  const orders = createOrders();
  const pace = { ttftMs, tokensPerSecond };

  const router = createRouter({
    "GET /v1/models": ({ request, response }) => {
      requireKey(request);
      sendJson(response, 200, { object: "list", data: models.map(describeModel) });
    },
    "GET /v1/models/:id": ({ request, response, params }) => {
      requireKey(request);
      sendJson(response, 200, describeModel(requireModelNamed(models, params["id"] ?? "")));
    },
    "POST /v1/chat/completions": async ({ request, response }) => {
      const note = calls.follow("/v1/chat/completions", response);
      requireKey(request);
      const body = parseJson(await readBody(request, MAX_BODY_BYTES));
      complete(response, body, { models, wheel, stats, orders, note, pace, headers: request.headers });
    },
    "POST /v1/embeddings": async ({ request, response }) => {
      const note = calls.follow("/v1/embeddings", response);
      requireKey(request);
      const body = parseJson(await readBody(request, MAX_BODY_BYTES));
      sendJson(response, 200, embeddingsFor(body, { models, note, headers: request.headers }));
    },
    ...steeringRoutes({ calls, orders, stats, pace, models }),
  });

  const server = await listen((request, response) => void serve(request, response), {
    port,
    host,
    brokenRequestBody: JSON.stringify(new ApiError(400, "That is not an HTTP request this server reads.").body),
  });

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { method = "GET", url = "/" } = request;
    const { path, query } = splitTarget(url);
    if (!path.startsWith("/_sandbox/")) stats.countRequest();
    stamp(response);
    try {
      const found = router.find(method, path);
      if (!("handler" in found)) throw refusalOf(method, path, found.allowed);
      const exchange: Exchange = { request, response, path, query, params: found.params };
      await found.handler(exchange);
    } catch (error) {
      fail(response, error);
    }
  }

  return {
    url: server.url,
    close: async () => {
      wheel.stop();
      await server.close();
    },
  };
}

function stamp(response: ServerResponse) {
  response.setHeader("x-request-id", `req_${randomUUID().replaceAll("-", "")}`);
  response.setHeader("openai-version", "2020-10-01");
}

function refusalOf(method: string, path: string, allowed: readonly string[]) {
  if (allowed.length === 0) return unknownRoute(method, path);
  return new ApiError(405, `${path} does not take ${method}.`, {
    code: "method_not_allowed",
    headers: { allow: allowed.join(", ") },
  });
}

function fail(response: ServerResponse, error: unknown) {
  if (error instanceof BodyCutShort) {
    response.destroy();
    return;
  }
  if (error instanceof BodyTooLarge) {
    sendError(response, new ApiError(413, error.message, { code: "body_too_large", headers: { connection: "close" } }));
    return;
  }
  if (error instanceof ApiError) {
    sendError(response, error);
    return;
  }
  console.error("openai sandbox: a defect of the sandbox itself", error);
  sendError(response, serverError());
}
