import "server-only";
import { type Guess, withGuess } from "@/lib/db/guess";
import { crossOriginHeaders } from "@/lib/http/cross-origin";
import { failureOf } from "@/lib/http/failure";
import type { Incoming } from "@/lib/http/incoming";
import { type KeyCaller, keyCaller, KeyRefused, likelyCaller } from "@/lib/identity/api-keys";
import type { KeyScope } from "@/lib/identity/schema";
import type { AppError } from "@/lib/platform/errors";
import { ProgramError } from "@/lib/platform/program-error";
import { withRequest } from "@/lib/platform/request-context";

export type ProgramHandler<Context> = (request: Incoming, caller: KeyCaller, context: Context) => Promise<Response>;

/**
 * A route of the public API: who calls, is told by a key and never by a cookie, so that any page may call it whose origin
 * the operator allows; and whatever is thrown is told in OpenAI's shape.
 */
export function programEndpoint<Context = unknown>(scope: KeyScope, handle: ProgramHandler<Context>) {
  return answering<Context>(async (request, context) => handle(request, await callerOf(request, scope), context));
}

type LikelyHandler = (request: Incoming) => (caller: KeyCaller | Guess<KeyCaller>) => Promise<Response>;

/**
 * The same for the route whose every trip to the database somebody waits for: works for who is likely to call, without
 * looking the key up first. A key that opens nothing is told so, whatever else is the matter. What `handle` gives may be
 * called twice, and a body can be read once.
 */
export function likelyProgramEndpoint(scope: KeyScope, handle: LikelyHandler) {
  return answering(async (request) => {
    const secret = secretIn(request);
    const likely = secret === undefined ? undefined : likelyCaller(secret);
    const guess = likely?.guess.key.scopes.includes(scope) ? likely : undefined;
    return withGuess({ guess, lookUp: () => callerOf(request, scope) }, handle(request));
  });
}

/** What a browser asks before it sends a key from another page (CORS preflight). */
export const programPreflight = preflightOf("GET, POST, OPTIONS");

/** For methods and paths that are not there. */
export const noSuchProgramRoute = answering(async ({ method, url }) => {
  throw new ProgramError(404, `Unknown request URL: ${method} ${new URL(url).pathname}.`, { code: "unknown_url" });
});

/** All exports of a route that takes one method. */
export function programMethods<Context = unknown>(
  taken: Partial<Record<"GET" | "POST", ReturnType<typeof programEndpoint<Context>>>>,
) {
  const allow = [...Object.keys(taken), "OPTIONS"].join(", ");
  const refuse = answering<Context>(async ({ method, url }) => {
    const detail = { code: "method_not_allowed", headers: { allow } };
    throw new ProgramError(405, `Not allowed to ${method} on ${new URL(url).pathname}.`, detail);
  });
  return {
    GET: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    OPTIONS: preflightOf<Context>(allow),
    ...taken,
  };
}

function preflightOf<Context>(allow: string) {
  return answering<Context>(async () => new Response(null, { status: 204, headers: { allow } }));
}

type Handle<Context> = (request: Incoming, context: Context) => Promise<Response>;

function answering<Context>(handle: Handle<Context>): Handle<Context> {
  return (request, context) =>
    withRequest(request.headers, async (requestId) => {
      const response = await handle(request, context).catch((thrown: unknown) => refusal(thrown, request));
      response.headers.set("x-request-id", requestId);
      if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
      for (const [name, value] of crossOriginHeaders(request)) response.headers.set(name, value);
      return response;
    });
}

/** @throws ProgramError 401 without a key that opens anything, 403 where it does not open this. */
async function callerOf(request: Incoming, scope: KeyScope): Promise<KeyCaller> {
  const secret = secretIn(request);
  if (secret === undefined) throw new ProgramError(401, NO_KEY);
  const caller = await keyCaller(secret).catch((thrown: unknown) => {
    throw thrown instanceof KeyRefused
      ? new ProgramError(401, WHY[thrown.reason], { code: "invalid_api_key" })
      : thrown;
  });
  if (!caller.key.scopes.includes(scope)) {
    throw new ProgramError(403, `This key may not do that. Missing scope: ${scope}.`, {
      code: "insufficient_permissions",
    });
  }
  if (!caller.emailVerified) {
    throw new ProgramError(403, "Please confirm your email address first.", { code: "email_not_verified" });
  }
  return caller;
}

function secretIn({ headers }: Incoming): string | undefined {
  return /^Bearer\s+(\S+)\s*$/iu.exec(headers.get("authorization") ?? "")?.[1];
}

const NO_KEY = "You did not provide an API key. Send it as `Authorization: Bearer YOUR_KEY`.";
const WRONG = "Incorrect API key provided. You find your keys under Settings, API keys.";
const WHY: Record<KeyRefused["reason"], string> = {
  malformed: WRONG,
  unknown: WRONG,
  closed: WRONG,
  revoked: "This API key was revoked.",
  expired: "This API key has expired.",
};

function refusal(thrown: unknown, { method, url }: Incoming): Response {
  const error =
    thrown instanceof ProgramError ? thrown : asProgramError(thrown, { method, path: new URL(url).pathname });
  const headers = new Headers(error.headers);
  if (error.retryAfterS !== undefined) headers.set("retry-after", String(Math.ceil(error.retryAfterS)));
  if (error.isFinal) headers.set("x-should-retry", "false");
  return Response.json(error.body, { status: error.status, headers });
}

function asProgramError(thrown: unknown, facts: Record<string, unknown>): ProgramError {
  const error: AppError = failureOf(thrown, "program.failed", facts);
  const wait = error.retryAfterS === undefined ? {} : { retryAfterS: error.retryAfterS };
  if (error.status === 429)
    return new ProgramError(429, error.message, { type: "requests", code: "rate_limit_exceeded", ...wait });
  const type = error.status >= 500 ? "server_error" : "invalid_request_error";
  return new ProgramError(error.status, error.message, {
    type,
    code: error.status >= 500 ? "server_error" : error.code,
    ...wait,
  });
}
