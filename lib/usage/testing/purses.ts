import { db } from "@/lib/db/client";
import type { Clock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { giveCredit, takeCreditBack } from "@/lib/usage/gifts";
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

const OPERATOR = {
  id: newId(),
  email: "operator@parley.test",
  name: null,
  role: "admin",
  emailVerified: true,
} as const;

type Given = { micros?: bigint; days?: number; actId?: string };

/** The operator gives somebody credit. Returns the act that gave it. */
export async function given(
  userId: string,
  { micros = 5_000_000n, days = 90, actId = newId() }: Given = {},
  at: Clock = now,
): Promise<string> {
  await giveCredit(OPERATOR, { actId, userId, micros, days, reason: "Sorry for yesterday." }, at);
  return actId;
}

/** The operator thinks again. */
export function takenBack(userId: string, giftId: string, at: Clock = now): Promise<void> {
  return takeCreditBack(OPERATOR, { actId: newId(), userId, giftId, reason: "It was a mistake." }, at);
}

/** So much of a purchase goes back to the payer, as billing hears of it. */
export async function payBack(id: string, returnedMinor: number): Promise<void> {
  await db.creditPurchase.update({ where: { id }, data: { returnedMinor } });
}

/** What each account holds: by its kind, those of purchases and gifts by their ids. */
export async function balances(userId: string): Promise<Record<string, bigint>> {
  const accounts = await db.ledgerAccount.findMany({ where: { userId } });
  return Object.fromEntries(accounts.map(({ kind, sourceId, balanceMicros }) => [sourceId ?? kind, balanceMicros]));
}

/** Of an answer that cost so much. */
export function chargeOf(costMicros: bigint) {
  const use = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0, estimated: false };
  return { use, costMicros };
}
