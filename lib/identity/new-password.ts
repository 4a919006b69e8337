import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { type Db, db } from "@/lib/db/client";
import { type Caller, admitAttempt, forgetAttempt } from "@/lib/identity/attempts";
import { deadLink, mintToken, redeemToken, revokeLinks } from "@/lib/identity/links";
import { refuseGuessablePassword } from "@/lib/identity/password-rules";
import { hashPassword, isPasswordOf } from "@/lib/identity/passwords";
import { proveAddress } from "@/lib/identity/proof";
import { findSecrets, lockSecrets, type Secrets, writePassword } from "@/lib/identity/queries/people";
import { deleteSessionsOf } from "@/lib/identity/queries/sessions";
import type { ChangePassword, ResetPassword, Viewer } from "@/lib/identity/schema";
import { notify } from "@/lib/notifications/outbox";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

/**
 * Sets the password of whoever holds the mailed token. That proves the address too. A guessable password is refused
 * before the token is used up, so the link stays good for a better one.
 * @returns an `entry` that opens a session.
 * @throws AppError `invalid_input`, `too_many_requests`.
 */
export async function resetPassword(
  { token, password }: ResetPassword,
  caller: Caller,
  clock = now,
): Promise<{ entry: string }> {
  await admitAttempt({ kind: "new-password", caller }, clock);
  refuseGuessablePassword(password, []);
  const passwordHash = await hashPassword(password);
  return db.$transaction(async (tx) => {
    const { email } = await redeemToken(tx, { purposes: ["reset"], token }, clock);
    const person = await lockSecrets(tx, email);
    if (person === undefined) throw deadLink();
    await proveAddress(tx, person.id, clock);
    return replacePassword(tx, { person, email, passwordHash, action: "password.reset" }, clock);
  });
}

/**
 * Changes the password of somebody who knows the present one.
 * @returns an `entry` that opens a session; all others, this one too, have ended.
 * @throws AppError `invalid_input` with the field at fault, `conflict` when there is no password to change,
 * `too_many_requests`.
 */
export async function changePassword(
  viewer: Viewer,
  { password, newPassword }: ChangePassword,
  { caller, clock = now }: { caller: Caller; clock?: typeof now },
): Promise<{ entry: string }> {
  const { email } = viewer;
  await admitAttempt({ kind: "new-password", caller }, clock);
  refuseGuessablePassword(newPassword, [email, viewer.name], "newPassword");
  const attempt = { kind: "sign-in", email, caller } as const;
  await admitAttempt(attempt, clock);
  const known = await findSecrets({ id: viewer.id });
  if (known?.passwordHash === null) throw new AppError("conflict", "You have no password yet. Ask for a reset link.");
  if (!(await isPasswordOf(known?.passwordHash, password))) throw wrongPassword();
  await forgetAttempt(attempt);
  const passwordHash = await hashPassword(newPassword);
  return db.$transaction(async (tx) => {
    const person = await lockSecrets(tx, email);
    if (person === undefined || person.passwordHash !== known?.passwordHash) throw wrongPassword();
    return replacePassword(tx, { person, email, passwordHash, action: "password.changed" }, clock);
  });
}

function wrongPassword(): AppError {
  return new AppError("invalid_input", undefined, { fields: { password: ["That is not your password."] } });
}

type Replacement = { person: Secrets; email: string; passwordHash: string; action: string };

/** Whoever knew the old password, or got hold of an older link or a session, is out. */
async function replacePassword(tx: Db, { person, email, passwordHash, action }: Replacement, clock = now) {
  const { id: userId } = person;
  await writePassword(tx, { userId, passwordHash }, clock());
  await deleteSessionsOf(tx, userId);
  await revokeLinks(tx, email);
  await recordAudit(tx, { actorId: userId, action }, clock);
  const hadPassword = person.emailVerified !== null && person.passwordHash !== null;
  if (hadPassword) await tellPasswordChanged(tx, { userId, email }, clock);
  return { entry: await mintToken(tx, { purpose: "entry", email }, clock) };
}

async function tellPasswordChanged(tx: Db, { userId, email }: { userId: string; email: string }, clock = now) {
  const payload = { resetUrl: `${env.appUrl}/forgot-password` };
  const dedupeKey = `password-changed:${newId()}`;
  await notify(tx, { userId, template: "password-changed", recipient: email, payload, dedupeKey }, clock);
}
