import "server-only";
import { type Db, db, type Tx } from "@/lib/db/client";

export type DeletionStep = "requested" | "unsubscribed" | "erased";

/** Once a person: asked again it stays as it was. */
export async function insertDeletion(tx: Db, userId: string, at: Date): Promise<void> {
  await tx.accountDeletion.createMany({ data: [{ userId, requestedAt: at }], skipDuplicates: true });
}

export async function findStep(userId: string): Promise<DeletionStep | undefined> {
  return (await db.accountDeletion.findUnique({ where: { userId }, select: { status: true } }))?.status;
}

/** Those that have not come to their end. */
export async function findUnfinished(): Promise<string[]> {
  const rows = await db.accountDeletion.findMany({ where: { status: { not: "erased" } }, select: { userId: true } });
  return rows.map(({ userId }) => userId);
}

export async function markUnsubscribed(userId: string, at: Date): Promise<void> {
  await db.accountDeletion.updateMany({
    where: { userId, status: "requested" },
    data: { status: "unsubscribed", unsubscribedAt: at, lastError: null, updatedAt: at },
  });
}

/** Whether it is this transaction's to erase: of several at once, one. */
export async function lockForErasing(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM account_deletions WHERE user_id = ${userId}::uuid AND status = 'unsubscribed' FOR UPDATE`;
  return rows.length > 0;
}

/** Refused by the database while a subscription could still charge. */
export async function markErased(tx: Tx, userId: string, at: Date): Promise<void> {
  await tx.accountDeletion.update({
    where: { userId },
    data: { status: "erased", erasedAt: at, lastError: null, updatedAt: at },
    select: { userId: true },
  });
}

export async function noteFailure(userId: string, error: string, at: Date): Promise<void> {
  await db.accountDeletion.updateMany({ where: { userId }, data: { lastError: error, updatedAt: at } });
}
