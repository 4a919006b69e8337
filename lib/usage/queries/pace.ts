import "server-only";
import { db } from "@/lib/db/client";
import type { RequestTaking } from "@/lib/usage/pace";

export type TakenRequest = { taken: boolean; milliTokens: number; perMinute: number };

export async function runTaking({ throttle, milliTokens, perMinute }: RequestTaking): Promise<TakenRequest> {
  const rows = await db.$queryRaw<TakenRequest[]>`
    WITH ${throttle}
    SELECT EXISTS (SELECT FROM throttle) AS taken, ${milliTokens} AS "milliTokens", ${perMinute} AS "perMinute"`;
  const [row] = rows;
  if (!row) throw new Error("A statement without a table returned no row");
  return row;
}
