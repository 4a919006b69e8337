import "server-only";
import type { Incoming } from "@/lib/http/incoming";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);
/** `none`: typed into the address bar, or by a program that is no page. */
const OWN = new Set(["same-origin", "none"]);
const ownHost = new URL(env.appUrl).host;

/**
 * Refuses what a page of another origin makes a visitor's browser post with the visitor's cookie, whatever the type
 * of the body claims. The cookie is `SameSite=Lax`, but a sister domain is the same site. Browsers say where a request
 * comes from; programs, like Stripe's webhooks, send neither header and bring no cookie of somebody else.
 * @throws AppError `forbidden`
 */
export function refuseOtherSites({ method, headers }: Pick<Incoming, "method" | "headers">): void {
  if (READING.has(method)) return;
  const site = headers.get("sec-fetch-site");
  const isOwn = site === null ? isOwnOrigin(headers) : OWN.has(site);
  if (!isOwn) throw new AppError("forbidden", "This was sent from a page of another site.");
}

/** For browsers that say only the origin: old ones, and all of them where there is no TLS. */
function isOwnOrigin(headers: Incoming["headers"]): boolean {
  const origin = headers.get("origin");
  if (origin === null) return true;
  const host = URL.parse(origin)?.host;
  return host === ownHost || (host !== undefined && host === headers.get("host"));
}
