import "server-only";
import { FORGET_BYTES } from "@/lib/chat/queries/files";
import { lockPerson } from "@/lib/chat/queries/lock-person";
import { db, type Tx } from "@/lib/db/client";

/** Every answer of the person that is being written. */
export async function findAllRunning(userId: string): Promise<string[]> {
  const rows = await db.generation.findMany({ where: { userId, status: "running" }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Removes what the person wrote, was answered and uploaded; of the bytes a job takes care. The runs stay, empty. */
export async function deleteChats(tx: Tx, userId: string): Promise<void> {
  await lockPerson(tx, userId);
  await tx.$executeRaw`
    DELETE FROM generation_events USING generations
    WHERE generations.id = generation_id AND generations.user_id = ${userId}::uuid`;
  // Two statements, because each half of them has its index and the whole has none.
  await tx.conversation.deleteMany({ where: { userId, deletedAt: null } });
  await tx.conversation.deleteMany({ where: { userId, deletedAt: { not: null } } });
  await tx.$queryRaw`
    WITH gone AS (DELETE FROM attachments WHERE user_id = ${userId}::uuid RETURNING storage_key)
    SELECT (graphile_worker.add_job(${FORGET_BYTES}::text,
      payload => json_build_object('storageKey', storage_key))).id::text FROM gone`;
}
