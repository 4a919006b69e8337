import "server-only";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { allowanceFor } from "@/lib/usage/allowance";
import { findKeySpend } from "@/lib/usage/queries/key-spend";

/** What each of a person's keys was charged in the cycle that runs, in micro-dollars, by its id; unused ones are left out. */
export async function keySpendOf(
  userId: string,
  now: Clock = clockNow,
  allowance: typeof allowanceFor = allowanceFor,
): Promise<Record<string, bigint>> {
  const { period } = await allowance(userId, now);
  const rows = await findKeySpend(userId, period.startsAt);
  return Object.fromEntries(rows.map(({ keyId, spentMicros }) => [keyId, spentMicros]));
}
