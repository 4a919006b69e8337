import "server-only";
import http, { type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";

const AGENT = { keepAlive: true } as const;
const agents = { "http:": new http.Agent(AGENT), "https:": new https.Agent(AGENT) };

/** The bodies that are read as they come, by the answer the SDK knows them as. */
const streams = new WeakMap<Response, IncomingMessage>();

/**
 * `fetch` for the SDK over node:http. An event stream's body stays what it is, a node stream, because a web stream
 * around it costs a third more for each token than reading it does; {@link streamOf} hands it out. Every other body
 * is read whole, as the SDK expects it.
 */
export async function fetchOverHttp(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const message = await exchange(url, init);
  const head = { status: message.statusCode ?? 500, headers: headersOf(message) };
  if (head.status === 200 && message.headers["content-type"]?.startsWith("text/event-stream")) {
    const response = new Response(null, head);
    streams.set(response, message);
    return response;
  }
  return new Response(await wholeBody(message), head);
}

/** The running body of an event stream that came over {@link fetchOverHttp}; nothing for any other answer. */
export function streamOf(response: Response): IncomingMessage | undefined {
  return streams.get(response);
}

function exchange(url: URL, { method, headers, body, signal }: RequestInit): Promise<IncomingMessage> {
  const isSecure = url.protocol === "https:";
  const options: RequestOptions = {
    method: method ?? "GET",
    headers: Object.fromEntries(headers instanceof Headers ? headers : new Headers(headers)),
    agent: agents[isSecure ? "https:" : "http:"],
    ...(signal ? { signal } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).request(url, options, resolve);
    request.on("error", reject);
    request.end(typeof body === "string" ? body : undefined);
  });
}

/** Statuses whose answers have no body, and for which `Response` insists on none. */
const BODILESS = new Set([204, 205, 304]);

async function wholeBody(message: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return BODILESS.has(message.statusCode ?? 0) ? null : Buffer.concat(chunks);
}

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  return headers;
}
