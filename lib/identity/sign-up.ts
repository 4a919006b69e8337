import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { type Db, db } from "@/lib/db/client";
import { type Caller, admitAttempt } from "@/lib/identity/attempts";
import { refuseGuessablePassword } from "@/lib/identity/password-rules";
import { hashPassword } from "@/lib/identity/passwords";
import { insertUnproven } from "@/lib/identity/queries/people";
import type { SignUp } from "@/lib/identity/schema";
import { sendVerification } from "@/lib/identity/verification";
import { notify } from "@/lib/notifications/outbox";
import { HOUR_MS, now, wallTime } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { newSecret, sha256 } from "@/lib/platform/ids";

/**
 * Begins an account that becomes usable when its address is proven. Answers and works the same whether or not the
 * address has an account: its owner gets a letter that says so, and nothing is changed.
 * @returns the secret to keep in this browser's cookie, which shows later that it chose the password.
 * @throws AppError `invalid_input` for a guessable password, `too_many_requests`.
 */
export async function signUp(input: SignUp, caller: Caller, clock = now): Promise<{ browserSecret: string }> {
  const { email, name, password, next } = input;
  await admitAttempt({ kind: "new-password", caller }, clock);
  refuseGuessablePassword(password, [email, name]);
  await admitAttempt({ kind: "sign-up", email, caller }, clock);
  const passwordHash = await hashPassword(password);
  const browserSecret = newSecret();
  await db.$transaction(async (tx) => {
    const userId = await insertUnproven(tx, { email, name, passwordHash }, clock());
    if (userId === undefined) return tellOwner(tx, email, clock);
    await recordAudit(tx, { actorId: userId, action: "person.signed_up" }, clock);
    const binding = { browserSecretHash: sha256(browserSecret), passwordHash };
    await sendVerification(tx, { userId, email, next, binding }, clock);
  });
  return { browserSecret };
}

/** At most one such letter an hour, whoever tries. */
async function tellOwner(tx: Db, email: string, clock = now): Promise<void> {
  const hour = Math.floor(wallTime(clock).getTime() / HOUR_MS);
  const dedupeKey = `already-registered:${sha256(email)}:${hour}`;
  const payload = { signInUrl: `${env.appUrl}/sign-in` };
  await notify(tx, { template: "already-registered", recipient: email, payload, dedupeKey }, clock);
}
