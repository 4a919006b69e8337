import "server-only";
import { AuthError } from "next-auth";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

/**
 * What a visitor causes by cancelling, by coming back twice or by typing addresses: no fault of ours, and nobody may
 * fill the log of faults with it.
 */
const VISITORS = new Set([
  "AccessDenied",
  "AccountNotLinked",
  "CredentialsSignin",
  "InvalidCallbackUrl",
  "InvalidCheck",
  "MissingCSRF",
  "OAuthAccountNotLinked",
  "OAuthCallbackError",
  "UnknownAction",
  "Verification",
]);

/** Auth.js tells us of everything that ends a request early; only what is ours to mend is an error. */
export function reportFailure(error: Error & { type?: string }): void {
  const { type = error.name } = error;
  if (isVisitors(error, type)) log.info("auth.refused", { type });
  else log.error("auth.failed", error);
}

function isVisitors(error: Error, type: string): boolean {
  // A body that is no JSON is thrown as it is.
  if (VISITORS.has(type) || error instanceof SyntaxError) return true;
  if (error.message.startsWith("Provider with id")) return true;
  return error instanceof AuthError && isRefusal(error.cause?.err);
}

/** What `authorize` throws comes wrapped: a token that is refused, or none at all. */
function isRefusal(thrown: unknown): boolean {
  return thrown instanceof z.ZodError || (thrown instanceof AppError && thrown.status < 500);
}
