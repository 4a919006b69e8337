import "server-only";
import { db } from "@/lib/db/client";
import { type Caller, admitAttempt } from "@/lib/identity/attempts";
import { linkTo, mintToken } from "@/lib/identity/links";
import { findSecrets, type Secrets } from "@/lib/identity/queries/people";
import type { AskForMail } from "@/lib/identity/schema";
import { sendVerification } from "@/lib/identity/verification";
import { enqueue } from "@/lib/jobs/enqueue";
import { notify } from "@/lib/notifications/outbox";
import { now } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/ids";

export const RESET_JOB = "identity.send-reset";
export const LINK_JOB = "identity.send-sign-in-link";

type Asking = {
  caller: Caller;
  /** Of the browser's sign-up cookie: see `verification.ts`. */
  browserSecret?: string | undefined;
};
type Wanted = { email: string; next: string | null; browserSecretHash: string | null };

/**
 * Asks for a letter with a link to choose a new password. The answer and the work are the same for every address: a
 * job looks afterwards whether there is an account.
 * @throws AppError `too_many_requests`
 */
export function requestPasswordReset(input: AskForMail, asking: Asking, clock = now): Promise<void> {
  return request(RESET_JOB, { input, ...asking }, clock);
}

/**
 * Asks for a letter with a link that signs in, or up when the address is new. An address that waits for its first
 * proof gets the letter of its sign-up again instead, so that the password chosen there can stay.
 * @throws AppError `too_many_requests`
 */
export function requestEmailLink(input: AskForMail, asking: Asking, clock = now): Promise<void> {
  return request(LINK_JOB, { input, ...asking }, clock);
}

async function request(job: string, { input, caller, browserSecret }: Asking & { input: AskForMail }, clock = now) {
  const { email, next = null } = input;
  await admitAttempt({ kind: "mail", email, caller }, clock);
  const browserSecretHash = browserSecret === undefined ? null : sha256(browserSecret);
  await enqueue(db, job, { email, next, browserSecretHash });
}

/** The job behind {@link requestPasswordReset}. An address without an account gets nothing. */
export async function sendReset({ email, next }: Wanted, clock = now): Promise<void> {
  const person = await findSecrets({ email });
  if (person === null) return;
  await db.$transaction(async (tx) => {
    const token = await mintToken(tx, { purpose: "reset", email }, clock);
    const payload = { link: linkTo("reset", token, next ?? undefined) };
    const dedupeKey = `reset-password:${sha256(token)}`;
    await notify(tx, { userId: person.id, template: "reset-password", recipient: email, payload, dedupeKey }, clock);
  });
}

/** The job behind {@link requestEmailLink}. */
export async function sendEmailLink(wanted: Wanted, clock = now): Promise<void> {
  const { email, next } = wanted;
  const person = await findSecrets({ email });
  if (person?.emailVerified === null) return sendSignUpAgain(person, wanted, clock);
  await db.$transaction(async (tx) => {
    const token = await mintToken(tx, { purpose: "sign-in", email }, clock);
    const payload = { link: linkTo("sign-in", token, next ?? undefined) };
    const dedupeKey = `email-link:${sha256(token)}`;
    const owner = person ? { userId: person.id } : {};
    await notify(tx, { ...owner, template: "email-link", recipient: email, payload, dedupeKey }, clock);
  });
}

async function sendSignUpAgain({ id: userId, passwordHash }: Secrets, wanted: Wanted, clock = now): Promise<void> {
  const { email, next, browserSecretHash } = wanted;
  const isBound = browserSecretHash !== null && passwordHash !== null;
  const binding = isBound ? { binding: { browserSecretHash, passwordHash } } : {};
  await db.$transaction((tx) => sendVerification(tx, { userId, email, next: next ?? undefined, ...binding }, clock));
}
