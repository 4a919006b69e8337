import "server-only";
import { type Db, db } from "@/lib/db/client";
import { deadLink, linkTo, mintToken, redeemToken } from "@/lib/identity/links";
import { proveAddress, proveOwnAddress } from "@/lib/identity/proof";
import { lockSecrets, type Secrets } from "@/lib/identity/queries/people";
import { notify } from "@/lib/notifications/outbox";
import { now } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/ids";

/**
 * Proving an address after a sign-up.
 *
 * The trap: a stranger signs up with your address and a password of his, and you, getting the letter, press its
 * button. That must not make his password good. So a sign-up leaves a random secret in its browser's cookie, and the
 * token is bound to that secret and to the very password hash it was minted for. Whoever presses the button from the
 * same browser, with the password unchanged since, is who chose it, and is in. Anybody else has proven the address and
 * nothing more: what the sign-up set is cleared (`proof.ts`), and they choose a password on the spot.
 *
 * A second sign-up with the address replaces the password, so links of the first no longer match its hash: no order
 * of sign-ups, letters and clicks lets a password through that its own browser did not confirm.
 */
export type Verified =
  /** The same browser: `entry` opens a session. */
  | { kind: "confirmed"; entry: string }
  /** Another browser: `reset` lets it choose a password. */
  | { kind: "choose_password"; reset: string }
  /** The address was proven before. Nothing happened; they sign in as usual. */
  | { kind: "known" };

/** @throws AppError `invalid_input` when the link is not good (any more). */
export function verifyEmail(token: string, browserSecret: string | undefined, clock = now): Promise<Verified> {
  return db.$transaction(async (tx) => {
    const { email, proof } = await redeemToken(tx, { purposes: ["verify"], token }, clock);
    const person = await lockSecrets(tx, email);
    if (person === undefined) throw deadLink();
    if (person.emailVerified !== null) return { kind: "known" };
    if (isSameBrowser(person, proof, browserSecret)) {
      await proveOwnAddress(tx, person.id, clock);
      return { kind: "confirmed", entry: await mintToken(tx, { purpose: "entry", email }, clock) };
    }
    await proveAddress(tx, person.id, clock);
    return { kind: "choose_password", reset: await mintToken(tx, { purpose: "reset", email }, clock) };
  });
}

function isSameBrowser(
  { passwordHash }: Secrets,
  proof: string | undefined,
  browserSecret: string | undefined,
): boolean {
  if (passwordHash === null || proof === undefined || browserSecret === undefined) return false;
  return proof === proofOf(sha256(browserSecret), passwordHash);
}

function proofOf(browserSecretHash: string, passwordHash: string): string {
  return sha256(`${browserSecretHash}:${passwordHash}`);
}

type Letter = {
  userId: string;
  email: string;
  next: string | undefined;
  /** Absent when the letter was asked for by a browser that did not sign up. */
  binding?: { browserSecretHash: string; passwordHash: string };
};

/** Writes the letter with the button, within the caller's transaction. */
export async function sendVerification(tx: Db, { userId, email, next, binding }: Letter, clock = now): Promise<void> {
  const proof = binding && proofOf(binding.browserSecretHash, binding.passwordHash);
  const token = await mintToken(tx, { purpose: "verify", email, ...(proof === undefined ? {} : { proof }) }, clock);
  const payload = { link: linkTo("verify", token, next) };
  const dedupeKey = `verify-address:${sha256(token)}`;
  await notify(tx, { userId, template: "verify-address", recipient: email, payload, dedupeKey }, clock);
}
