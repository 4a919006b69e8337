import { wrongKey } from "../credentials";
import { ApiError, serverError } from "../errors";

/** How the last byte comes: `whole` is finish_reason, usage, [DONE]. */
export type Ending = "whole" | "no-done" | "eof" | "cut" | "stall" | "error-mid" | "length" | "content-filter";
export type Fault =
  | { kind: "refuse"; error: ApiError }
  | { kind: "body"; contentType: string; body: string }
  | { kind: "silence" }
  | { kind: "ending"; ending: Ending }
  | { kind: "pace"; tokensPerSecond: number };

const SENTINEL = /\[sandbox:([a-z0-9_-]+)\]/u;
const RETRY_AFTER_SECONDS = 1;
const SLOW_TOKENS_PER_SECOND = 2;

/** Every fault by the name that a prompt asks for it with; the README says what each looks like. */
const FAULTS: Readonly<Record<string, () => Fault>> = {
  "401": () => refuse(wrongKey()),
  "429": () => refuse(rateLimited()),
  insufficient_quota: () => refuse(quotaSpent()),
  "500": () => refuse(serverError()),
  "503": () => refuse(serverError(503, "The engine is currently overloaded. Please try again later.")),
  "context-length": () => refuse(contextTooLong()),
  "not-json": () => ({ kind: "body", contentType: "text/html", body: "<html><body>Bad gateway</body></html>" }),
  "error-body-200": () => ({
    kind: "body",
    contentType: "application/json",
    body: JSON.stringify(serverError().body),
  }),
  "stall-before": () => ({ kind: "silence" }),
  stall: () => ({ kind: "ending", ending: "stall" }),
  cut: () => ({ kind: "ending", ending: "cut" }),
  "error-mid": () => ({ kind: "ending", ending: "error-mid" }),
  "no-done": () => ({ kind: "ending", ending: "no-done" }),
  eof: () => ({ kind: "ending", ending: "eof" }),
  length: () => ({ kind: "ending", ending: "length" }),
  "content-filter": () => ({ kind: "ending", ending: "content-filter" }),
  slow: () => ({ kind: "pace", tokensPerSecond: SLOW_TOKENS_PER_SECOND }),
  fast: () => ({ kind: "pace", tokensPerSecond: 0 }),
};
export const FAULT_NAMES = Object.keys(FAULTS);

/** The fault that a text asks for, as `[sandbox:429]`. A name that is none is a 400, so that no test waits in vain. */
export function faultIn(text: string): Fault | undefined {
  const name = SENTINEL.exec(text)?.[1];
  if (name === undefined) return undefined;
  const fault = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
  if (fault) return fault();
  throw new ApiError(400, `No such sentinel: [sandbox:${name}]. There are: ${FAULT_NAMES.join(", ")}.`, {
    param: "messages",
    code: "unknown_sentinel",
  });
}

/** The text that is left to answer. */
export function withoutSentinel(text: string) {
  return text.replaceAll(/\s*\[sandbox:[a-z0-9_-]+\]\s*/gu, " ").trim();
}

export function contextTooLong(limitTokens?: number, askedTokens?: number) {
  const figures =
    limitTokens === undefined ? "" : ` It holds ${limitTokens} tokens; this request needs ${askedTokens}.`;
  return new ApiError(400, `This model's context is too small for the conversation.${figures}`, {
    param: "messages",
    code: "context_length_exceeded",
  });
}

function refuse(error: ApiError): Fault {
  return { kind: "refuse", error };
}

function rateLimited() {
  return new ApiError(429, `Rate limit reached. Please try again in ${RETRY_AFTER_SECONDS}s.`, {
    type: "requests",
    code: "rate_limit_exceeded",
    headers: { "retry-after": String(RETRY_AFTER_SECONDS) },
  });
}

function quotaSpent() {
  return new ApiError(429, "You exceeded your current quota. Please check your plan and billing details.", {
    type: "insufficient_quota",
    code: "insufficient_quota",
  });
}
