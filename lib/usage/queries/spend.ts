import "server-only";
import { db } from "@/lib/db/client";

/** Micro-dollars that are held for everybody's answers under way. */
export async function sumHeld(): Promise<bigint> {
  const [row] = await db.$queryRaw<{ micros: bigint }[]>`
    SELECT COALESCE(sum(amount_micros), 0)::bigint AS micros FROM reservations WHERE status = 'held'`;
  return row?.micros ?? 0n;
}
