import "server-only";
import { lockPerson } from "@/lib/chat/queries/lock-person";
import { db, Prisma } from "@/lib/db/client";

export type ConversationRow = {
  id: string;
  title: string | null;
  lastMessageAt: Date;
  pinnedAt: Date | null;
  archivedAt: Date | null;
};
/** The last row of the page before. */
export type Cursor = { at: Date; id: string };
/** Every conversation that is not deleted is in just one of them. */
export type Shelf = "listed" | "archived";

const ROW = Prisma.sql`id::text, title, last_message_at AS "lastMessageAt", pinned_at AS "pinnedAt", archived_at AS "archivedAt"`;
const SHELVES = {
  listed: Prisma.sql`archived_at IS NULL AND pinned_at IS NULL`,
  archived: Prisma.sql`archived_at IS NOT NULL`,
};

type Page = { shelf: Shelf; after: Cursor | undefined; limit: number };

/** A page of what the person has, newest first: a range of the index, as fast at any depth. */
export function findPage(userId: string, { shelf, after, limit }: Page): Promise<ConversationRow[]> {
  const beyond = after
    ? Prisma.sql`AND (last_message_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : Prisma.empty;
  return db.$queryRaw`
    SELECT ${ROW} FROM conversations
    WHERE user_id = ${userId}::uuid AND deleted_at IS NULL AND ${SHELVES[shelf]} ${beyond}
    ORDER BY last_message_at DESC, id DESC LIMIT ${limit}::int`;
}

/** What the person has pinned, the last one pinned first. */
export function findPinned(userId: string, limit: number): Promise<ConversationRow[]> {
  return db.$queryRaw`
    SELECT ${ROW} FROM conversations
    WHERE user_id = ${userId}::uuid AND pinned_at IS NOT NULL AND deleted_at IS NULL AND archived_at IS NULL
    ORDER BY pinned_at DESC, id DESC LIMIT ${limit}::int`;
}

/**
 * Those whose title has `query` in it, in any case; newest first. Looks through all titles of the person, in an index
 * that holds them folded: the row itself is read only of what is shown.
 */
export function findByTitle(userId: string, query: string, limit: number): Promise<ConversationRow[]> {
  return db.$queryRaw`
    SELECT ${ROW} FROM conversations JOIN (
      SELECT id FROM conversations WHERE user_id = ${userId}::uuid AND deleted_at IS NULL
        AND strpos(${folded(Prisma.sql`title`)}, ${folded(Prisma.sql`${query}::text`)}) > 0
      ORDER BY last_message_at DESC, id DESC LIMIT ${limit}::int
    ) found USING (id)
    ORDER BY last_message_at DESC, id DESC`;
}

/** Folded as the index has it, and compared byte by byte, which is much the fastest. */
function folded(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`lower(${text} COLLATE "und-x-icu") COLLATE "C"`;
}

/**
 * Pins it unless the person has `limit` others pinned. Pins of one person wait for each other, so that no two of them
 * take the last place. Nothing when there is no such conversation.
 */
export async function pinUnlessFull(
  userId: string,
  id: string,
  { at, limit }: { at: Date; limit: number },
): Promise<"pinned" | "full" | undefined> {
  return db.$transaction(async (tx) => {
    await lockPerson(tx, userId);
    const shown = { userId, pinnedAt: { not: null }, archivedAt: null, deletedAt: null };
    const others = await tx.conversation.count({ where: { ...shown, id: { not: id } } });
    if (others >= limit) return "full";
    const { count } = await tx.conversation.updateMany({
      where: { id, userId, deletedAt: null },
      data: { pinnedAt: at },
    });
    return count > 0 ? "pinned" : undefined;
  });
}

/** What a person may change about a conversation. */
export type Change = Partial<{
  title: string;
  titleSource: "person";
  pinnedAt: Date | null;
  archivedAt: Date | null;
  deletedAt: Date;
  instructions: string | null;
  temperatureCenti: number | null;
}>;

/** Whether there was one to change. */
export async function updateConversation(userId: string, id: string, data: Change): Promise<boolean> {
  const { count } = await db.conversation.updateMany({ where: { id, userId, deletedAt: null }, data });
  return count > 0;
}

/** Whether the person had it, deleted or not. */
export async function undelete(userId: string, id: string): Promise<boolean> {
  const { count } = await db.conversation.updateMany({ where: { id, userId }, data: { deletedAt: null } });
  return count > 0;
}

/** Removes conversations that were deleted before then, with their messages; the ledger and the runs stay. */
export function dropDeleted(deletedBefore: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM conversations WHERE id IN (
      SELECT id FROM conversations WHERE deleted_at < ${deletedBefore}::timestamptz
      ORDER BY deleted_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    )`;
}
