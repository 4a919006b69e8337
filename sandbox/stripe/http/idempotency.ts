import { createHash } from "node:crypto";
import type { IdempotentResult } from "../store/wire";
import type { World } from "../store/world";
import { invalid, StripeFailure } from "./failures";

const MAX_KEY = 255;
const KEPT_MS = 24 * 60 * 60 * 1000;

/** What a key was used for, so that using it for something else can be told. */
export function fingerprintOf(method: string, path: string, body: string): string {
  return `${path} ${createHash("sha256").update(`${method} ${path}\n${body}`).digest("hex")}`;
}

/** Keys of requests that are under way, from their headers to their reply. */
export class RunningKeys {
  private readonly keys = new Set<string>();

  /** Throws 409 while another request holds the key. Returns what lets go of it. */
  hold(key: string | undefined): () => void {
    if (key === undefined) return () => {};
    if (key.length > MAX_KEY) throw invalid(`Idempotency keys can be up to ${MAX_KEY} characters long.`);
    if (this.keys.has(key)) {
      throw new StripeFailure(409, {
        code: "idempotency_key_in_use",
        message: `There is currently another in-progress request using this Idempotent Key: ${key}. Please try again later.`,
        type: "idempotency_error",
      });
    }
    this.keys.add(key);
    return () => this.keys.delete(key);
  }
}

type KeyUse = { key: string; fingerprint: string; nowMs: number };

/** The first result under this key, if any. Throws if the key was used for another request. */
export function earlierResult(world: World, { key, fingerprint, nowMs }: KeyUse): IdempotentResult | undefined {
  const earlier = world.find("idempotent_results", key);
  if (!earlier || isForgotten(earlier, nowMs)) return undefined;
  if (earlier.fingerprint === fingerprint) return earlier;
  const [usedPath] = earlier.fingerprint.split(" ");
  const [path] = fingerprint.split(" ");
  const message =
    usedPath === path
      ? `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
      : `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${usedPath}'). Try using a key other than '${key}' if you meant to execute a different request.`;
  throw new StripeFailure(400, { message, type: "idempotency_error" });
}

/** The oldest come first, so that those that are kept are not looked at. */
export function forgetOldKeys(world: World, nowMs: number): void {
  for (const result of world.oldest("idempotent_results")) {
    if (!isForgotten(result, nowMs)) return;
    world.remove("idempotent_results", result.id);
  }
}

/** Stripe forgets keys after a day. */
function isForgotten({ atMs }: IdempotentResult, nowMs: number): boolean {
  return atMs < nowMs - KEPT_MS;
}
