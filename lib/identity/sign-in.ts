import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { type Caller, admitAttempt, forgetAttempt } from "@/lib/identity/attempts";
import { mintToken, redeemToken } from "@/lib/identity/links";
import { isPasswordOf } from "@/lib/identity/passwords";
import { proveAddress } from "@/lib/identity/proof";
import { isClosed } from "@/lib/identity/queries/leaving";
import { findPersonByEmail, findSecrets, insertProven, lockSecrets, type Secrets } from "@/lib/identity/queries/people";
import type { SignIn } from "@/lib/identity/schema";
import { sendVerification } from "@/lib/identity/verification";
import { now } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { newSecret, sha256 } from "@/lib/platform/ids";

export type PasswordSignIn =
  /** `entry` opens a session. */
  | { kind: "signed_in"; entry: string }
  /** The password is right and the address unproven: a new letter is on its way to it, bound to this browser. */
  | { kind: "unproven"; browserSecret: string };

/**
 * Checks a password. An unknown address, an account without a password and a wrong password answer alike, after the
 * same work; only who knows the password learns that its address waits for proof.
 * @throws AppError `unauthenticated`, `too_many_requests`.
 */
export async function signInWithPassword(input: SignIn, caller: Caller, clock = now): Promise<PasswordSignIn> {
  const { email, password } = input;
  const attempt = { kind: "sign-in", email, caller } as const;
  await admitAttempt(attempt, clock);
  const person = await findSecrets({ email });
  const isRight = await isPasswordOf(person?.passwordHash, password);
  if (!isRight || person === null) throw wrongPassword();
  await forgetAttempt(attempt);
  return person.emailVerified === null ? askForProof(person, { input, caller }, clock) : admit(person, email, clock);
}

/** Judged again under a lock: a password that was changed meanwhile is no longer right. */
function admit({ id, passwordHash }: Secrets, email: string, clock = now): Promise<PasswordSignIn> {
  return db.$transaction(async (tx) => {
    const current = await lockSecrets(tx, email);
    if (current?.passwordHash !== passwordHash) throw wrongPassword();
    await recordAudit(tx, { actorId: id, action: "session.started", detail: { method: "password" } }, clock);
    return { kind: "signed_in", entry: await mintToken(tx, { purpose: "entry", email }, clock) };
  });
}

type Asked = { input: SignIn; caller: Caller };

async function askForProof({ id: userId, passwordHash }: Secrets, { input, caller }: Asked, clock = now) {
  const { email, next } = input;
  await admitAttempt({ kind: "mail", email, caller }, clock);
  const browserSecret = newSecret();
  const binding = { browserSecretHash: sha256(browserSecret), passwordHash: passwordHash ?? "" };
  await db.$transaction((tx) => sendVerification(tx, { userId, email, next, binding }, clock));
  return { kind: "unproven", browserSecret } as const;
}

function wrongPassword(): AppError {
  return new AppError("unauthenticated", "That address and password do not go together.");
}

/**
 * Turns a mailed sign-in link, or the entry of somebody who has just shown a password, into the person to open a
 * session for. A link to an address without an account makes one: having the letter is all the proof there is to give.
 * @throws AppError `invalid_input` when the token is not good (any more), `unauthenticated` when the person is leaving.
 */
export function enter(token: string, clock = now): Promise<{ id: string; email: string }> {
  return db.$transaction(async (tx) => {
    const { purpose, email } = await redeemToken(tx, { purposes: ["sign-in", "entry"], token }, clock);
    if (purpose === "sign-in") await insertProven(tx, email, clock());
    const person = await findPersonByEmail(tx, email);
    if (person === null) throw new AppError("unauthenticated");
    if (await isClosed(tx, person.id)) throw new AppError("unauthenticated", "This account is being deleted.");
    if (purpose === "sign-in") {
      await proveAddress(tx, person.id, clock);
      await recordAudit(tx, { actorId: person.id, action: "session.started", detail: { method: "email_link" } }, clock);
    }
    return { id: person.id, email };
  });
}
