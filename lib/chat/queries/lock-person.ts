import "server-only";
import type { Tx } from "@/lib/db/client";

/**
 * Until the transaction ends, others that count what this person has wait here: what is counted after it holds. Rows
 * that only refer to the person are not held up.
 */
export async function lockPerson(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
}
