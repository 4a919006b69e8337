import "server-only";
import { type Access, type AccessSubject, access, daysIn, onFree, STANDARD_LOCALE } from "@/lib/billing/access";
import { PLANS, planRank } from "@/lib/billing/plans";

/** A seat in somebody's team, and what its owner pays for. */
export type TeamPlace = {
  ownerId: string;
  /** As the members call them. */
  owner: string;
  subscription: AccessSubject | undefined;
  /** Paid for; the owner has the first. */
  seats: number;
  /** Members whose seat is older. */
  before: number;
};

/**
 * What somebody may use through a team, and why: what its owner may, under the same rules, as long as there are seats
 * for those who came first. Pure, and total as {@link access} is. Nothing of it is for the member to put right.
 */
export function accessThrough(place: TeamPlace, now: Date, locale = STANDARD_LOCALE): Access {
  const { ownerId, owner, subscription, seats, before } = place;
  const owned = access(subscription, now, locale);
  const team = `${owner}'s team`;
  // A seat is granted by the month of what is paid for.
  if (!PLANS[owned.plan].hasSeats || owned.period === undefined)
    return onFree("free", `You are on Free: ${whyNot(owned, team)}.`);
  if (before + 2 > seats) {
    return onFree("free", `You are on Free: ${team} has more members than seats, and who came first has them.`);
  }
  const { name } = PLANS[owned.plan];
  return {
    ...owned,
    state: owned.state === "trialing" || owned.state === "given" ? owned.state : "active",
    reason: `You have ${name} through ${team}${untilText(place, owned, locale)}.`,
    needsAttention: false,
    through: owner,
    seatOf: ownerId,
  };
}

function whyNot({ state }: Access, team: string): string {
  if (state === "paused") return `the plan of ${team} is paused`;
  if (state === "overdue" || state === "unconfirmed" || state === "incomplete")
    return `a payment for ${team} is missing`;
  return `${team} has no plan with seats any more`;
}

/** Said only where it ends: a renewal that is being confirmed is nothing a member has to know of. */
function untilText({ subscription }: TeamPlace, { state, periodHeldUntil }: Access, locale: string): string {
  if (periodHeldUntil === undefined || subscription === undefined) return "";
  const { dayOf } = daysIn(locale);
  if (state === "grace") return ` until ${dayOf(periodHeldUntil)}: a payment for it is missing`;
  const isEnding = subscription.cancelAt !== null || subscription.pausedFrom !== null;
  return isEnding ? ` until ${dayOf(periodHeldUntil)}` : "";
}

/** The bigger of what is one's own and what a team gives; one's own where they are the same. */
export function betterOf(own: Access, team: Access | undefined): Access {
  if (team === undefined) return own;
  const isMore = planRank(team.plan) > planRank(own.plan);
  // Of two reasons for being on Free the team's says more than that there is nothing.
  return isMore || (team.plan === own.plan && own.state === "free") ? team : own;
}
