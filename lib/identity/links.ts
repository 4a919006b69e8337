import "server-only";
import type { Db } from "@/lib/db/client";
import { deleteExpiredTokens, deleteTokens, insertToken, takeToken } from "@/lib/identity/queries/tokens";
import { returnPath } from "@/lib/identity/return-path";
import { DAY_MS, HOUR_MS, MINUTE_MS, now, plusMs, wallTime } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newSecret, sha256 } from "@/lib/platform/ids";

/**
 * What a token is good for, and for how long. `entry` never leaves the machine: it carries somebody who has just shown
 * who they are (a password, a new password) over to Auth.js, which opens the session.
 */
const LIFETIME_MS = { verify: DAY_MS, reset: HOUR_MS, "sign-in": 15 * MINUTE_MS, entry: MINUTE_MS } as const;
export type Purpose = keyof typeof LIFETIME_MS;

/** `proof` is only used by `verify`: see `verification.ts`. */
export type TokenContents = { email: string; proof?: string };

const PAGES = { verify: "/verify-email", reset: "/reset-password", "sign-in": "/email-link" } as const;

/** A new token of 256 random bits, good once. Only its sha256 is stored. */
export async function mintToken(
  tx: Db,
  { purpose, email, proof }: TokenContents & { purpose: Purpose },
  clock = now,
): Promise<string> {
  const at = wallTime(clock);
  const token = newSecret();
  const identifier = [purpose, email, ...(proof === undefined ? [] : [proof])].join(":");
  await insertToken(tx, { identifier, tokenHash: sha256(token), expires: plusMs(at, LIFETIME_MS[purpose]) }, at);
  return token;
}

/**
 * Uses a token up. Two who bring the same one at once: one gets its contents, the other the error.
 * @throws AppError `invalid_input` when it is unknown, used, expired or meant for something else, which all read alike.
 */
export async function redeemToken(
  tx: Db,
  { purposes, token }: { purposes: readonly Purpose[]; token: string },
  clock = now,
): Promise<TokenContents & { purpose: Purpose }> {
  const identifier = await takeToken(tx, { purposes, tokenHash: sha256(token) }, wallTime(clock));
  const [purpose, email, proof] = identifier?.split(":") ?? [];
  if (email === undefined) throw deadLink();
  return { purpose: purpose as Purpose, email, ...(proof === undefined ? {} : { proof }) };
}

export function deadLink(): AppError {
  return new AppError("invalid_input", "This link has expired or was used before. Please ask for a new one.");
}

/** After a password has changed no older link may undo it. */
export function revokeLinks(tx: Db, email: string): Promise<void> {
  return deleteTokens(tx, [`reset:${email}`, `sign-in:${email}`, `entry:${email}`]);
}

/** Links that have expired refuse by themselves; this only keeps the table small. */
export async function sweepLinks(clock = now): Promise<void> {
  await deleteExpiredTokens(wallTime(clock));
}

/** The address of the page whose button uses the token: opening it does nothing, because mail scanners open links. */
export function linkTo(purpose: keyof typeof PAGES, token: string, next: string | undefined): string {
  const query = new URLSearchParams({ token });
  if (next !== undefined) query.set("next", returnPath(next));
  return `${env.appUrl}${PAGES[purpose]}?${query}`;
}
