import "server-only";
import type { Access } from "@/lib/billing/access";
import { countBefore, findSeatOf } from "@/lib/billing/queries/seats";
import { PaidPlanId } from "@/lib/billing/schema";
import { accessThrough, type TeamPlace } from "@/lib/billing/seats/access-through";

/** What somebody has through the team they belong to; undefined for who belongs to none. */
export async function throughTeam(userId: string, now: Date, locale?: string): Promise<Access | undefined> {
  const place = await placeOf(userId);
  return place && accessThrough(place, now, locale);
}

async function placeOf(userId: string): Promise<TeamPlace | undefined> {
  const seat = await findSeatOf(userId);
  if (seat === null) return undefined;
  const { owner } = seat;
  const [paid] = owner.subscriptions;
  const subscription = paid && { ...paid, plan: PaidPlanId.safeParse(paid.plan).data ?? null };
  const before = await countBefore(seat);
  return { ownerId: owner.id, owner: nameOf(owner), subscription, seats: paid?.quantity ?? 1, before };
}

/** As the others of a team call somebody. */
export function nameOf({ name, email }: { name: string | null; email: string }): string {
  return name ?? email;
}
