import "server-only";
import { DAY_MS, SECOND_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

/** Behind TLS the browser then refuses to send the cookie, or to have it set, over plain http. */
const isSecure = env.appUrl.startsWith("https:");

/** How long somebody stays signed in who does not come back. */
export const SESSION_MS = 30 * DAY_MS;
/** A session in use is extended when this much of it has passed: at most one write a day. */
export const SESSION_RENEWAL_MS = DAY_MS;

/**
 * The row decides when a session is over. The cookie lives as long as browsers allow, because pages that extend a
 * session while they render can not send cookies.
 */
const COOKIE_MS = 400 * DAY_MS;

export const sessionCookie = {
  name: isSecure ? "__Host-parley.session" : "parley.session",
  options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure, maxAge: COOKIE_MS / SECOND_MS },
} as const;

/** Remembers which browser signed up, until its verification link has expired. See `verification.ts`. */
export const signUpCookie = {
  name: isSecure ? "__Host-parley.sign-up" : "parley.sign-up",
  options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure, maxAge: DAY_MS / SECOND_MS },
} as const;

/** The token in a `cookie` header; ours needs no decoding. Of two by one name the last counts, as it does for Next. */
export function sessionTokenIn(header: string): string | undefined {
  const start = `${sessionCookie.name}=`;
  return header
    .split(";")
    .map((pair) => pair.trim())
    .findLast((pair) => pair.startsWith(start))
    ?.slice(start.length);
}
