import http from "node:http";
import type { AddressInfo } from "node:net";
import { meetFate, type WireFate } from "../faults/wire-fate";
import { API_VERSION } from "../store/step";
import { type ApiReply, type ApiRequest, failureReply } from "./api";
import { invalid, StripeFailure } from "./failures";
import { RunningKeys } from "./idempotency";
import { isFromElsewhere } from "./whence";

const MAX_BODY_BYTES = 1_000_000;

export type Answer = { status: number; headers: { [name: string]: string }; body: string | Buffer; fate?: WireFate };
export type PageRequest = { method: string; path: string; query: string; body: string; origin: string };

export type Handlers = {
  api: (request: ApiRequest) => ApiReply;
  page: (request: PageRequest) => Answer | Promise<Answer>;
  nextRequestId: () => string;
  /** Resolves when what was answered so far is on disk. */
  saved: () => Promise<void>;
  origin: string | undefined;
};

/**
 * The wire: reads whole requests, hands them over, and never answers `/v1` in any
 * shape but Stripe's. Requests that come before `ready` wait for it.
 */
export function createListener(ready: Promise<Handlers>): http.Server {
  const running = new RunningKeys();
  const server = http.createServer((request, response) => {
    void ready.then((handlers) => serve({ handlers, running, request, response }));
  });
  server.on("clientError", (_error, socket) => {
    if (!socket.writable) return;
    const { status, body } = failureReply(invalid("The request could not be read as HTTP."), {
      requestId: "req_unread",
    });
    socket.end(
      `HTTP/1.1 ${status} Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

type Exchange = {
  handlers: Handlers;
  running: RunningKeys;
  request: http.IncomingMessage;
  response: http.ServerResponse;
};

async function serve(exchange: Exchange): Promise<void> {
  const { handlers, request, response } = exchange;
  const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
  const isApi = /^\/v\d+(\/|$)/.test(path);
  try {
    const answer = isApi ? await serveApi(exchange, path, query) : await servePage(exchange, path, query);
    await handlers.saved();
    if (!(await meetFate(answer, response))) return;
    response.writeHead(answer.status, answer.headers).end(request.method === "HEAD" ? "" : answer.body);
  } catch (error) {
    if (!response.writable || response.headersSent) return;
    const reply = failureReply(failureOf(error), { requestId: handlers.nextRequestId() });
    response.writeHead(reply.status, { "content-type": "application/json", connection: "close" }).end(reply.body);
  }
}

function failureOf(error: unknown): StripeFailure {
  if (error instanceof BodyFailure) return error.failure;
  console.error("stripe sandbox: a request met a bug", error);
  return new StripeFailure(500, { message: "The sandbox met a bug of its own.", type: "api_error" });
}

async function serveApi(exchange: Exchange, path: string, query: string): Promise<Answer> {
  const { handlers, request } = exchange;
  const requestId = handlers.nextRequestId();
  const key = request.method === "POST" ? headerOf(request, "idempotency-key") : undefined;
  const { status, body, fate, headers: own } = await askApi(exchange, { path, query, requestId, key });
  const headers = {
    "content-type": "application/json",
    "request-id": requestId,
    "stripe-version": headerOf(request, "stripe-version") ?? API_VERSION,
    "cache-control": "no-cache, no-store",
    ...(key === undefined ? {} : { "idempotency-key": key }),
    ...own,
  };
  return { status, headers, body, ...(fate ? { fate } : {}) };
}

type Asked = { path: string; query: string; requestId: string; key: string | undefined };

async function askApi({ handlers, running, request, response }: Exchange, asked: Asked): Promise<ApiReply> {
  const { path, query, requestId, key } = asked;
  let release = () => {};
  try {
    release = running.hold(key);
    const reply = handlers.api({
      method: request.method ?? "GET",
      path,
      query,
      body: await readBody(request),
      contentType: headerOf(request, "content-type") ?? "",
      stripeVersion: headerOf(request, "stripe-version"),
      authorization: headerOf(request, "authorization"),
      idempotencyKey: key,
      origin: originOf(handlers, request),
      requestId,
    });
    if (reply.fate?.kind !== "late") return reply;
    // One that is only slow is still under way, and so is its key.
    await meetFate(reply, response);
    return withoutFate(reply);
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return failureReply(error, { requestId });
  } finally {
    release();
  }
}

function withoutFate({ status, headers, body }: ApiReply): ApiReply {
  return { status, headers, body };
}

async function servePage({ handlers, request }: Exchange, path: string, query: string): Promise<Answer> {
  const body = await readBody(request);
  if (isFromElsewhere(request)) {
    throw new BodyFailure(
      new StripeFailure(403, { message: "That was sent from a page of another site.", type: "invalid_request_error" }),
    );
  }
  return handlers.page({
    method: request.method ?? "GET",
    path,
    query,
    body,
    origin: originOf(handlers, request),
  });
}

class BodyFailure extends Error {
  readonly failure: StripeFailure;
  constructor(failure: StripeFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

async function readBody(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk as Uint8Array);
      size += bytes.length;
      if (size <= MAX_BODY_BYTES) chunks.push(bytes);
    }
  } catch (cause) {
    throw Object.assign(new BodyFailure(invalid("The request ended before its body did.")), { cause });
  }
  if (size > MAX_BODY_BYTES) {
    throw new BodyFailure(
      new StripeFailure(413, { message: "The request body is too large.", type: "invalid_request_error" }),
    );
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Where pages are reached: as configured, else as the caller reached us. */
function originOf({ origin }: Handlers, request: http.IncomingMessage): string {
  if (origin) return origin;
  const host = headerOf(request, "host");
  if (host && /^[\w.:[\]-]+$/.test(host)) return `http://${host}`;
  return `http://127.0.0.1:${(request.socket.address() as AddressInfo).port}`;
}

function headerOf(request: http.IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function splitOnce(text: string, at: string): string[] {
  const cut = text.indexOf(at);
  return cut < 0 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
}
