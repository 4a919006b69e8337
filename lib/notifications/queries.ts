import "server-only";
import { type Db, db } from "@/lib/db/client";
import { addJob } from "@/lib/jobs/enqueue";

type NewRow = {
  id: string;
  userId: string | null;
  template: string;
  recipient: string;
  payload: object;
  dedupeKey: string;
};
type SendJob = { name: string; maxAttempts: number };

/** Writes the row and enqueues its sending in one statement; does neither when the news was told before. */
export async function insertQueued(tx: Db, { row, job }: { row: NewRow; job: SendJob }, at: Date): Promise<boolean> {
  const { id, userId, template, recipient, payload, dedupeKey } = row;
  const rows = await tx.$queryRaw<{ job: string }[]>`
    WITH written AS (
      INSERT INTO notifications
        (id, user_id, channel, template, recipient, payload, dedupe_key, created_at, updated_at)
      VALUES (${id}::uuid, ${userId}::uuid, 'email', ${template}, ${recipient}, ${JSON.stringify(payload)}::jsonb,
        ${dedupeKey}, ${at}::timestamptz, ${at}::timestamptz)
      ON CONFLICT (dedupe_key) DO NOTHING
      RETURNING id
    )
    SELECT (${addJob(job.name, { notificationId: id }, { maxAttempts: job.maxAttempts })}).id::text AS job FROM written`;
  return rows.length === 1;
}

export function findQueued(id: string) {
  return db.notification.findFirst({
    where: { id, status: "queued" },
    select: { id: true, template: true, recipient: true, payload: true },
  });
}

type Sent = { id: string; messageId: string | null; dropPayload: boolean };

export async function markSent({ id, messageId, dropPayload }: Sent, at: Date): Promise<void> {
  await db.notification.updateMany({
    where: { id, status: "queued" },
    data: {
      status: "sent",
      attempts: { increment: 1 },
      providerMessageId: messageId,
      sentAt: at,
      lastError: null,
      updatedAt: at,
      ...(dropPayload ? { payload: {} } : {}),
    },
  });
}

export async function markFailed(id: string, { error, isLast }: { error: string; isLast: boolean }, at: Date) {
  await db.notification.updateMany({
    where: { id, status: "queued" },
    data: {
      attempts: { increment: 1 },
      lastError: error,
      updatedAt: at,
      // What nobody will send any more keeps no secret either.
      ...(isLast ? { status: "dead", payload: {} } : {}),
    },
  });
}

export async function deleteLetters(tx: Db, { userId, email }: { userId: string; email: string }): Promise<void> {
  await tx.notification.deleteMany({ where: { OR: [{ userId }, { recipient: email }] } });
}

/** Of those that wait nothing is taken. */
export async function deleteGone(tx: Db, template: string): Promise<number> {
  const { count } = await tx.notification.deleteMany({ where: { template, status: { not: "queued" } } });
  return count;
}
