import { db } from "@/lib/db/client";
import { type Clock, DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { modelById } from "@/lib/usage/catalogue";
import { admit } from "@/lib/usage/reservations";
import { NOW, PERIOD } from "@/lib/usage/testing/purses";
import { rulesWith } from "@/lib/usage/testing/rules";

/** What a seat of Enterprise grants. */
export const SEAT = 60_000_000n;
/** An hour into the period: everything that is there by then is whole. */
export const START = plusMs(PERIOD.startsAt, 3_600_000);

/** Signed up before the period began, so that a cycle of Free is another than the one that is paid for. */
export async function aPersonHere(): Promise<string> {
  const id = newId();
  await db.user.create({ data: { id, email: `${id}@parley.test`, createdAt: plusMs(PERIOD.startsAt, -DAY_MS) } });
  return id;
}

/** Somebody who pays for so many seats of Enterprise in {@link PERIOD}, as billing would have it. Returns who. */
export async function aPaidTeam(quantity: number, plan: "pro" | "enterprise" = "enterprise"): Promise<string> {
  const userId = await aPersonHere();
  const id = `sub_${newId()}`;
  const sold = { plan, quantity, priceId: "price_1", interval: "month", currency: "usd", unitAmountMinor: 9_900 };
  const { startsAt: currentPeriodStart, endsAt: currentPeriodEnd } = PERIOD;
  const facts = {
    status: "active",
    isPrimary: true,
    livemode: false,
    stripeCreatedAt: currentPeriodStart,
    syncedAt: NOW,
  };
  const customerId = `cus_${id}`;
  await db.subscription.create({
    data: { id, userId, customerId, ...sold, ...facts, currentPeriodStart, currentPeriodEnd },
  });
  return userId;
}

type Paid = { quantity?: number; plan?: string; currentPeriodStart?: Date; currentPeriodEnd?: Date };

/** Billing hears that something else is paid for. */
export async function pays(ownerId: string, data: Paid): Promise<void> {
  await db.subscription.updateMany({ where: { userId: ownerId }, data });
}

/** False where no seat is free, or they have one. */
export async function joins(ownerId: string, memberId: string, takenAt = NOW): Promise<boolean> {
  const seat = db.teamSeat.create({ data: { id: newId(), ownerId, memberId, takenAt } });
  return seat.then(
    () => true,
    () => false,
  );
}

/** Without the lock that leaving takes, as when an account is deleted. */
export async function leaves(memberId: string, leftAt = NOW): Promise<void> {
  await db.teamSeat.updateMany({ where: { memberId, leftAt: null }, data: { leftAt } });
}

/** Joins, and looks at what there is to use. */
export async function seated(ownerId: string, now: Clock): Promise<string> {
  const userId = await aPersonHere();
  if (!(await joins(ownerId, userId, now()))) throw new Error("No seat was free");
  await allowanceFor(userId, now);
  return userId;
}

/** Holds so much of what somebody has; undefined where that is more than there is. */
export async function holds(userId: string, micros: number, now: Clock): Promise<string | undefined> {
  const sourceId = newId();
  const asked = { sourceId, model: modelById("parley-swift"), maxOutputTokens: 1, promptTokens: 4 * (micros - 2) };
  const { kind } = await admit(userId, asked, now, rulesWith({}));
  return kind === "held" ? sourceId : undefined;
}
