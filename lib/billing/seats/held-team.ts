import "server-only";
import { lockPeople } from "@/lib/billing/queries/seats";
import type { Period, PlanId } from "@/lib/billing/schema";
import { ownedTeam } from "@/lib/billing/seats/owned";
import { allowanceCycle } from "@/lib/billing/standing";
import type { Tx } from "@/lib/db/client";
import type { Clock } from "@/lib/platform/clock";

/** A team whose members stay who they are until the transaction ends. */
export type HeldTeam = {
  plan: PlanId;
  /** The month that its seats are granted for. */
  period: Period;
  /** Paid for; the owner has the first. */
  seats: number;
  /** Those who have one of them. */
  memberIds: readonly string[];
};

/** Who has a seat of somebody's team, behind the lock that joining and leaving take; undefined where there are no seats. */
export async function holdTeam(tx: Tx, ownerId: string, now: Clock): Promise<HeldTeam | undefined> {
  await lockPeople(tx, [ownerId]);
  const team = await ownedTeam(tx, ownerId, now);
  if (team === undefined) return undefined;
  const { granted, period, seats, members } = team;
  return {
    plan: granted.plan,
    period: allowanceCycle(granted, period.startsAt, now()),
    seats,
    memberIds: members.slice(0, seats - 1).map(({ memberId }) => memberId),
  };
}
