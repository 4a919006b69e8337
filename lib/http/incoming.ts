import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/platform/env";

/** As much of a `Request` as answering one takes. */
export type Incoming = {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Set when the asker has left before the answer was whole. */
  readonly signal: AbortSignal;
};

/** The same of a request as the socket brought it. Reading may stop anywhere: the answer can still be sent. */
export function incomingOf(message: IncomingMessage, response: ServerResponse): Incoming {
  const leaving = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) leaving.abort();
  });
  return {
    method: message.method ?? "GET",
    url: `${env.appUrl}${message.url ?? "/"}`,
    headers: { get: (name) => headerOf(message, name) },
    body: { [Symbol.asyncIterator]: () => message.iterator({ destroyOnReturn: false }) },
    signal: leaving.signal,
  };
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return value === undefined ? null : String(value);
}
