import "server-only";
import Stripe from "stripe";
import type { z } from "zod";
import { patientHttp, withinPatience } from "@/lib/adapters/payments/patience";
import { SECOND_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { recordOutcome } from "@/lib/platform/service-health";

/** The version of Stripe's API that the shapes here are written for; endpoints are pinned to it. */
export const API_VERSION = Stripe.API_VERSION;

/** A person waits for these calls, and a sync holds a lock during them: one of them, with its retries, takes no longer. */
const PATIENCE_MS = 12 * SECOND_MS;
/** Of which one attempt may take this, so that a second has a chance. */
const TIMEOUT_MS = 8 * SECOND_MS;
/** Safe for every call: the SDK keeps one idempotency key over its own retries. */
const RETRIES = 2;

const { hostname, port, protocol } = new URL(env.stripe.apiBase);

export const stripe = new Stripe(env.stripe.secretKey, {
  host: hostname,
  port: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port),
  protocol: protocol === "http:" ? "http" : "https",
  timeout: TIMEOUT_MS,
  maxNetworkRetries: RETRIES,
  telemetry: false,
  httpClient: patientHttp(),
});

/**
 * One call to Stripe, its reply read by a schema: the SDK passes any body without an `error` for a success, so what
 * we rely on is checked.
 * @throws AppError `not_found` when Stripe knows no such object, `payments_down` when it can not be reached, limits
 * us, refuses our key or answers nonsense, `internal` when it says that our request is wrong.
 */
export async function ask<Schema extends z.ZodType>(
  schema: Schema,
  call: (stripe: Stripe) => Promise<unknown>,
  patienceMs = PATIENCE_MS,
): Promise<z.infer<Schema>> {
  try {
    const reply = schema.parse(await withinPatience(patienceMs, () => call(stripe)));
    recordOutcome("stripe");
    return reply;
  } catch (error) {
    const failure = failureOf(error);
    recordOutcome("stripe", failure.code === "payments_down" ? failure.code : undefined);
    throw failure;
  }
}

/** The same, where Stripe may know no such object. */
export async function askMaybe<Schema extends z.ZodType>(
  schema: Schema,
  call: (stripe: Stripe) => Promise<unknown>,
): Promise<z.infer<Schema> | undefined> {
  try {
    return await ask(schema, call);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return undefined;
    throw error;
  }
}

function failureOf(error: unknown): AppError {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) {
    return new AppError("payments_down", undefined, { cause: error });
  }
  const isMissing = error.code === "resource_missing";
  return new AppError(isMissing ? "not_found" : "internal", undefined, { cause: error });
}
