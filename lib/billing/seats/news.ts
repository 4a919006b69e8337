import "server-only";
import { findMemberIds } from "@/lib/billing/queries/seats";
import type { Db } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";

/** Tells that somebody has something else than before, in the transaction that made it so. */
export function standingChanged(tx: Db, userId: string): Promise<void> {
  return enqueue(tx, "usage.standing-changed", { userId }, { key: `usage.standing-changed:${userId}` });
}

/** The same of somebody and of all who have their seat through them. */
export async function standingChangedWithTeam(tx: Db, userId: string): Promise<void> {
  for (const each of [userId, ...(await findMemberIds(tx, userId))]) await standingChanged(tx, each);
}
