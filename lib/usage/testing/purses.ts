import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { putCycle } from "@/lib/usage/queries/cycles";

/** People with money to spend, for tests. All of it happens at this moment, in this cycle. */
export const NOW = new Date("2026-11-10T12:00:00Z");
export const PERIOD = { startsAt: new Date("2026-11-01T00:00:00Z"), endsAt: new Date("2026-12-01T00:00:00Z") };
export const now = () => NOW;

export async function aPurse(grantMicros = 0n, plan: "free" | "pro" = "free"): Promise<string> {
  const id = newId();
  // Signed up then, so that billing means the same cycle.
  await db.user.create({ data: { id, email: `${id}@parley.test`, createdAt: PERIOD.startsAt } });
  await putCycle({ userId: id, plan, period: PERIOD, grantMicros }, NOW);
  return id;
}

type Bought = { micros?: bigint; expiresAt?: Date; returnedMinor?: number };

/** A purchase as billing would have it: $10.00, of which nothing was paid back. */
export async function bought(
  userId: string,
  { micros = 6_000_000n, expiresAt = new Date("2027-11-01T00:00:00Z"), returnedMinor = 0 }: Bought = {},
): Promise<string> {
  const id = `pi_${newId()}`;
  const { startsAt: boughtAt } = PERIOD;
  const money = { currency: "usd", amountMinor: 1_000, returnedMinor, creditMicros: micros };
  const facts = { customerId: "cus_1", boughtAt, expiresAt, livemode: false, syncedAt: NOW };
  await db.creditPurchase.create({ data: { id, userId, ...money, ...facts } });
  return id;
}

/** So much of a purchase goes back to the payer, as billing hears of it. */
export async function payBack(id: string, returnedMinor: number): Promise<void> {
  await db.creditPurchase.update({ where: { id }, data: { returnedMinor } });
}

/** What each account holds: by its kind, those of purchases by their ids. */
export async function balances(userId: string): Promise<Record<string, bigint>> {
  const accounts = await db.ledgerAccount.findMany({ where: { userId } });
  return Object.fromEntries(accounts.map(({ kind, sourceId, balanceMicros }) => [sourceId ?? kind, balanceMicros]));
}

/** Of an answer that cost so much. */
export function chargeOf(costMicros: bigint) {
  const use = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0, estimated: false };
  return { use, costMicros };
}
