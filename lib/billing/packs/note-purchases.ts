import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { projectAccount } from "@/lib/billing/projection";
import { putRows } from "@/lib/billing/queries/projection";
import { findPurchaseFacts } from "@/lib/billing/queries/purchases";
import type { Tx } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";

type Noting = { userId: string; purchases: ReturnType<typeof projectAccount>["purchases"]; syncedAt: Date };

/**
 * Writes what a customer bought, and tells the ledger when that, or what is left of it, is not what it was. Belongs into
 * the sync's transaction: the news leave if, and only if, the rows are written.
 */
export async function notePurchases(tx: Tx, { userId, purchases, syncedAt: at }: Noting): Promise<void> {
  if (purchases.length === 0) return;
  const ids = purchases.map(({ id }) => id);
  const before = await findPurchaseFacts(tx, ids);
  await putRows(tx, "credit_purchases", { rows: purchases, at });
  if (isDeepStrictEqual(before, await findPurchaseFacts(tx, ids))) return;
  await enqueue(tx, "usage.purchases-changed", { userId }, { key: `usage.purchases-changed:${userId}` });
}
