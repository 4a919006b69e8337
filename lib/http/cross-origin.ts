import "server-only";
import type { Incoming } from "@/lib/http/incoming";
import { env } from "@/lib/platform/env";

const TOLD =
  "x-request-id, retry-after, x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests, x-parley-cache";
const PREFLIGHT_SECONDS = 600;

/**
 * What lets a page of an origin that the operator named (`API_CORS_ORIGINS`) call the public API. No cookie is ever
 * allowed along: a key is all that counts there (Fetch Standard, 3.3).
 */
export function crossOriginHeaders(
  { method, headers }: Pick<Incoming, "method" | "headers">,
  allowed: readonly string[] = env.apiCorsOrigins,
): [name: string, value: string][] {
  if (allowed.length === 0) return [];
  const vary: [string, string] = ["vary", "Origin"];
  const origin = headers.get("origin");
  if (origin === null || !(allowed.includes("*") || allowed.includes(origin))) return [vary];
  const always: [string, string][] = [
    vary,
    ["access-control-allow-origin", origin],
    ["access-control-expose-headers", TOLD],
  ];
  if (method !== "OPTIONS") return always;
  const wanted = headers.get("access-control-request-headers") ?? "authorization, content-type";
  return [
    ...always,
    ["access-control-allow-methods", "GET, POST, OPTIONS"],
    ["access-control-allow-headers", wanted],
    ["access-control-max-age", String(PREFLIGHT_SECONDS)],
  ];
}
