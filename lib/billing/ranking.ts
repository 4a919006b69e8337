import "server-only";
import { type AccessSubject } from "@/lib/billing/access";
import { planRank } from "@/lib/billing/plans";

/** What the order of a person's subscriptions depends on. */
export type Ranked = Pick<AccessSubject, "plan" | "status"> & { id: string; createdAt: Date };

/** Is charged, or will be as soon as something is put right. */
const LIVE: ReadonlySet<string> = new Set(["active", "trialing", "past_due", "unpaid", "paused"]);
const TIERS: Readonly<Record<string, number>> = {
  active: 4,
  trialing: 4,
  past_due: 3,
  unpaid: 2,
  paused: 2,
  incomplete: 1,
  canceled: 0,
  incomplete_expired: 0,
};
/** A status we do not know grants nothing, but says more than one that is over. */
const UNKNOWN_TIER = 1;

/**
 * Orders a person's subscriptions, the one that decides first. Ours go before all else, and then how alive one is
 * before its plan: a dead or unpaid one never hides one that is paid for.
 */
export function ranked<T extends Ranked>(subscriptions: readonly T[]): T[] {
  return subscriptions.toSorted(
    (a, b) =>
      Number(b.plan !== null) - Number(a.plan !== null) ||
      tierOf(b) - tierOf(a) ||
      rankOf(b) - rankOf(a) ||
      b.createdAt.getTime() - a.createdAt.getTime() ||
      (a.id < b.id ? 1 : -1),
  );
}

/** Those that are charged side by side; none when there is at most one. */
export function duplicates<T extends Ranked>(subscriptions: readonly T[]): T[] {
  const live = subscriptions.filter(isLive);
  return live.length > 1 ? live : [];
}

export function isLive({ status }: Pick<Ranked, "status">): boolean {
  return LIVE.has(status);
}

function tierOf({ status }: Ranked): number {
  return Object.hasOwn(TIERS, status) ? (TIERS[status] ?? UNKNOWN_TIER) : UNKNOWN_TIER;
}

function rankOf({ plan }: Ranked): number {
  return plan === null ? -1 : planRank(plan);
}
