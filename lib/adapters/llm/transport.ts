import "server-only";
import http, { type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import { urlToHttpOptions } from "node:url";

const AGENT = { keepAlive: true } as const;
const agents = { "http:": new http.Agent(AGENT), "https:": new https.Agent(AGENT) };

/** Posts a body. Resolves with the head of the answer, whose body then runs; rejects with what the network threw. */
export type Post = (body: string, signal: AbortSignal) => Promise<IncomingMessage>;

/**
 * To one address, always with the same headers. Over node:http, because a web stream around a body costs a third more for
 * each token than reading it does.
 */
export function poster(url: URL, headers: Headers): Post {
  const isSecure = url.protocol === "https:";
  const options: RequestOptions = {
    ...urlToHttpOptions(url),
    method: "POST",
    headers: Object.fromEntries(headers),
    agent: agents[isSecure ? "https:" : "http:"],
  };
  const { request } = isSecure ? https : http;
  return (body, signal) =>
    new Promise((resolve, reject) => {
      const asked = request({ ...options, signal }, resolve);
      asked.on("error", reject);
      asked.end(body);
    });
}

/** The whole body of an answer. */
export async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** What the provider knows a call by. */
export function requestIdOf({ headers }: IncomingMessage): string | undefined {
  const id = headers["x-request-id"];
  return typeof id === "string" ? id : undefined;
}

/** The headers of an answer as the SDK's errors carry them. */
export function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  return headers;
}
