import { wrongKey } from "../credentials";
import { type ApiError, modelNotFound, serverError } from "../errors";
import type { Pace } from "./pace";
import { contextTooLong, quotaSpent, rateLimited, regionRefused, timedOut } from "./refusals";

/** How a stream ends: `whole` is finish_reason, usage, [DONE]. */
export type Ending =
  | "whole"
  | "no-done"
  | "no-finish"
  | "no-usage"
  | "eof"
  | "cut"
  | "stall-first"
  | "stall"
  | "error-mid"
  | "event-error"
  | "malformed"
  | "length"
  | "content-filter";

/** How the bytes of a stream are put on the wire, all of it allowed by the standard. */
export type Framing = "plain" | "heartbeats" | "crlf" | "split-utf8";

/** What comes in place of an answer. */
export type Instead =
  | { kind: "refusal"; error: ApiError }
  | { kind: "body"; contentType: string; body: string }
  | { kind: "silence" }
  | { kind: "hang-up" };

/** Everything that is to go differently in one answer; nothing in it means that nothing is. */
export type Fault = { instead?: Instead; ending?: Ending; framing?: Framing; pace?: Partial<Pace> };

type Row = { does: string; make: (model: string) => Fault };

const SLOW_TOKENS_PER_SECOND = 2;
const HTML_PAGE = "<html><body>Bad gateway</body></html>";

/** Every fault by its name, in the order the control page lists them. The README says what a client makes of each. */
const FAULTS: Readonly<Record<string, Row>> = {
  "401": refuse("401 invalid_api_key", () => wrongKey()),
  "403": refuse("403, the region is not supported", regionRefused),
  "404": refuse("404 model_not_found", modelNotFound),
  "408": refuse("408, the request timed out", timedOut),
  "429": refuse("429 rate_limit_exceeded, Retry-After: 1", () => rateLimited({ "retry-after": "1" })),
  "429-120": refuse("429 rate_limit_exceeded, Retry-After: 120", () => rateLimited({ "retry-after": "120" })),
  "429-ms": refuse("429 rate_limit_exceeded, retry-after-ms: 300", () => rateLimited({ "retry-after-ms": "300" })),
  insufficient_quota: refuse("429 insufficient_quota", quotaSpent),
  "500": refuse("500 server_error", () => serverError()),
  "503": refuse("503 overloaded", () =>
    serverError(503, "The engine is currently overloaded. Please try again later."),
  ),
  "context-length": refuse("400 context_length_exceeded", () => contextTooLong()),
  "not-json": instead("200 with an HTML page", { kind: "body", contentType: "text/html", body: HTML_PAGE }),
  "error-body-200": {
    does: "200 with an error as JSON",
    make: () => ({
      instead: { kind: "body", contentType: "application/json", body: JSON.stringify(serverError().body) },
    }),
  },
  "hang-up": instead("the connection closes before any header", { kind: "hang-up" }),
  "stall-before": instead("silence before any header", { kind: "silence" }),
  "stall-first": end("headers, then silence before the first token", "stall-first"),
  stall: end("silence after some tokens", "stall"),
  cut: end("the connection breaks after some tokens", "cut"),
  "error-mid": end("an error as data after some tokens", "error-mid"),
  "event-error": end("an event named error after some tokens", "event-error"),
  malformed: end("a line that is not JSON after some tokens", "malformed"),
  "no-done": end("a finish, but no [DONE]", "no-done"),
  "no-finish": end("[DONE], but no finish_reason", "no-finish"),
  "no-usage": end("a finish, but no usage", "no-usage"),
  eof: end("a clean end with neither finish nor [DONE]", "eof"),
  length: end("ends early with length", "length"),
  "content-filter": end("ends early with content_filter", "content-filter"),
  heartbeats: frame("comment lines between the tokens", "heartbeats"),
  crlf: frame("lines that end in CRLF", "crlf"),
  "split-utf8": frame("characters cut in two by the chunks", "split-utf8"),
  slow: { does: "two tokens a second", make: () => ({ pace: { tokensPerSecond: SLOW_TOKENS_PER_SECOND } }) },
  fast: { does: "no waiting", make: () => ({ pace: { tokensPerSecond: 0 } }) },
};

export const FAULT_NAMES: readonly string[] = Object.keys(FAULTS);

/** The names with a few words each, for whoever chooses among them. */
export const FAULT_LIST = Object.entries(FAULTS).map(([name, { does }]) => ({ name, does }));

export function isFaultName(name: string): boolean {
  return Object.hasOwn(FAULTS, name);
}

/** The fault of that name; none for a name there is not. */
export function faultNamed(name: string, model: string): Fault {
  return isFaultName(name) ? (FAULTS[name]?.make(model) ?? {}) : {};
}

function refuse(does: string, error: (model: string) => ApiError): Row {
  return { does, make: (model) => ({ instead: { kind: "refusal", error: error(model) } }) };
}

function instead(does: string, what: Instead): Row {
  return { does, make: () => ({ instead: what }) };
}

function end(does: string, ending: Ending): Row {
  return { does, make: () => ({ ending }) };
}

function frame(does: string, framing: Framing): Row {
  return { does, make: () => ({ framing }) };
}
