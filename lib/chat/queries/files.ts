import "server-only";
import { lockPerson } from "@/lib/chat/queries/lock-person";
import { type Db, db } from "@/lib/db/client";
import { addJob, enqueue } from "@/lib/jobs/enqueue";

/** The job that removes the bytes under a key unless a row has them. */
export const FORGET_BYTES = "chat.forget-bytes";

export type AttachmentRow = {
  id: string;
  kind: "image" | "document";
  name: string;
  mediaType: string;
  sizeBytes: number;
  storageKey: string;
  boundTokens: number;
  pageCount: number | null;
  width: number | null;
  height: number | null;
};
export type NewAttachment = AttachmentRow & { userId: string; sha256: string; text: string | null; createdAt: Date };

const VISIBLE = {
  id: true,
  kind: true,
  name: true,
  mediaType: true,
  sizeBytes: true,
  storageKey: true,
  boundTokens: true,
  pageCount: true,
  width: true,
  height: true,
} as const;

/** What one person keeps: how many, and how large they are together. */
export type StoredFiles = { count: number; bytes: number };

/** Writes the row if the person's files stay within the limit with it, however many come at once. Whether they do. */
export async function insertAttachmentWithin(limit: StoredFiles, row: NewAttachment): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await lockPerson(tx, row.userId);
    if (!fitsIn(limit, await storedFiles(row.userId, tx), row.sizeBytes)) return false;
    await tx.attachment.create({ data: row });
    return true;
  });
}

/** Whether one more file of that size fits. */
export function fitsIn(limit: StoredFiles, stored: StoredFiles, sizeBytes: number): boolean {
  return stored.count < limit.count && stored.bytes + sizeBytes <= limit.bytes;
}

export async function findAttachment(userId: string, id: string): Promise<AttachmentRow | undefined> {
  return (await db.attachment.findFirst({ where: { id, userId }, select: VISIBLE })) ?? undefined;
}

/** Everything that the person has stored. */
export async function storedFiles(userId: string, at: Db = db): Promise<StoredFiles> {
  const { _sum, _count } = await at.attachment.aggregate({
    where: { userId },
    _sum: { sizeBytes: true },
    _count: true,
  });
  return { count: _count, bytes: _sum.sizeBytes ?? 0 };
}

/** The files of each message, in their order. A document's text comes too: it is what the model reads. */
export async function findFilesOf(
  userId: string,
  messageIds: readonly string[],
): Promise<(AttachmentRow & { messageId: string; text: string | null; maxTokens: number | null })[]> {
  const links = await db.messageAttachment.findMany({
    where: { messageId: { in: [...messageIds] }, attachment: { userId } },
    orderBy: { position: "asc" },
    select: { messageId: true, boundTokens: true, attachment: { select: { ...VISIBLE, text: true } } },
  });
  return links.map(({ messageId, boundTokens, attachment }) => ({ messageId, maxTokens: boundTokens, ...attachment }));
}

/** The same for screens, which have no use for the text. */
export async function findFileViewsOf(
  userId: string,
  messageIds: readonly string[],
): Promise<(AttachmentRow & { messageId: string })[]> {
  const links = await db.messageAttachment.findMany({
    where: { messageId: { in: [...messageIds] }, attachment: { userId } },
    orderBy: { position: "asc" },
    select: { messageId: true, attachment: { select: VISIBLE } },
  });
  return links.map(({ messageId, attachment }) => ({ messageId, ...attachment }));
}

/**
 * Removes the row of a file that no message has, and has its bytes removed: both or neither. A send that takes the
 * file at the same moment and this exclude each other by the foreign key. Whether there was such a row.
 */
export async function deleteUnused(userId: string, id: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ job: string }[]>`
    WITH gone AS (
      DELETE FROM attachments WHERE id = ${id}::uuid AND user_id = ${userId}::uuid
        AND NOT EXISTS (SELECT FROM message_attachments WHERE attachment_id = attachments.id)
      RETURNING id
    )
    SELECT (${addJob(FORGET_BYTES, { storageKey: id })}).id::text AS job FROM gone`;
  return rows.length > 0;
}

/** A crash between the bytes and the row leaves bytes that are nobody's: this is looked after before either is there. */
export async function forgetBytesUnlessKept(storageKey: string, runAt: Date): Promise<void> {
  await enqueue(db, FORGET_BYTES, { storageKey }, { runAt });
}

/** Whether a file's row says that these bytes are needed. */
export async function areBytesKept(storageKey: string): Promise<boolean> {
  return (await db.attachment.count({ where: { storageKey } })) > 0;
}

/** Uploads from before then that no message has (any more), whosever they are. */
export function findUnused(uploadedBefore: Date, limit: number): Promise<{ id: string; userId: string }[]> {
  return db.$queryRaw`
    SELECT id::text, user_id::text AS "userId" FROM attachments
    WHERE created_at < ${uploadedBefore}::timestamptz
      AND NOT EXISTS (SELECT FROM message_attachments WHERE attachment_id = attachments.id)
    ORDER BY created_at LIMIT ${limit}::int`;
}
