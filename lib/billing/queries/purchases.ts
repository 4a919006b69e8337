import "server-only";
import { db, type Tx } from "@/lib/db/client";

/** What the ledger makes of purchases, for telling whether a sync changed it. */
export function findPurchaseFacts(tx: Tx, ids: readonly string[]) {
  return tx.creditPurchase.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: "asc" },
    select: { id: true, userId: true, amountMinor: true, returnedMinor: true, creditMicros: true, expiresAt: true },
  });
}

export async function isPurchased(userId: string, id: string): Promise<boolean> {
  return (await db.creditPurchase.count({ where: { id, userId } })) > 0;
}
