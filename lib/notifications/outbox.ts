import "server-only";
import { LetterRefused, type Mailer, mail } from "@/lib/adapters/mail/mail";
import type { Db } from "@/lib/db/client";
import type { JobRun } from "@/lib/jobs/worker";
import { type Contents, findTemplate } from "@/lib/notifications/catalogue";
import type { Template } from "@/lib/notifications/letter";
import { findQueued, insertQueued, markFailed, markSent } from "@/lib/notifications/queries";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { log } from "@/lib/platform/log";
import { scrubText } from "@/lib/platform/scrub";

export const SEND_JOB = "notifications.send";
/** The queue waits e^n seconds after the nth try, so these are spread over about two days. */
const MAX_ATTEMPTS = 14;
/** Addresses under it exist nowhere, by standard. */
const NOWHERE = ".invalid";

export type Notice = Contents & {
  /** Whose news it is; absent when the recipient has no account. */
  userId?: string;
  recipient: string;
  /** The same news under the same key is told once, however often its cause runs. */
  dedupeKey: string;
};

/**
 * Puts a letter into the outbox within the caller's transaction: it leaves if, and only if, that commits. What is news
 * about somebody who has left is told to nobody.
 */
export async function notify(tx: Db, notice: Notice, clock = now): Promise<void> {
  const { userId, template, recipient, payload, dedupeKey } = notice;
  if (recipient.endsWith(NOWHERE)) return;
  const row = { id: newId(), userId: userId ?? null, template, recipient, payload, dedupeKey };
  await insertQueued(tx, { row, job: { name: SEND_JOB, maxAttempts: MAX_ATTEMPTS } }, clock());
}

/**
 * Sends one letter of the outbox. Runs of a letter that has left do nothing, so a job that is repeated is harmless;
 * only a process that dies between the provider's answer and our note of it makes a letter arrive twice.
 * @throws AppError `mail_down` when the queue should try again.
 */
export async function sendNotice(
  notificationId: string,
  run: JobRun,
  mailer: Mailer = mail,
  clock = now,
): Promise<void> {
  const row = await findQueued(notificationId);
  if (row === null) return;
  const { id, template: category, recipient } = row;
  try {
    const template = requireTemplate(category);
    const words = await template.compose(row.payload);
    const { messageId } = await mailer.send({ to: recipient, ...words, reference: id, category });
    await markSent({ id, messageId, dropPayload: template.holdsSecret }, clock());
  } catch (error) {
    const isLast = error instanceof LetterRefused || run.attempt >= run.maxAttempts;
    await markFailed(id, { error: summaryOf(error), isLast }, clock());
    if (!isLast) throw error;
    log.error("notification.dead", error, { notificationId: id, template: category });
  }
}

function requireTemplate(name: string): Template {
  const template = findTemplate(name);
  if (template === undefined) throw new Error(`no letter is called ${name}`);
  return template;
}

function summaryOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return scrubText(`${error.message}${cause}`);
}
