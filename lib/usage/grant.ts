import type { Period } from "@/lib/billing/schema";

/** A cycle as it stands: the plan it was last under, and what its biggest plan grants for a whole one. */
export type GrantedCycle = { plan: string; planGrantMicros: bigint };
export type Grant = { plan: string; period: Period; grantMicros: bigint };

/**
 * What a cycle is still to be granted, in micro-dollars: all of it as it opens; the share that the rest of the cycle is
 * of the whole, of what a bigger plan grants more than any before it; all of what one and the same plan was raised by.
 * Less is never taken back, and going back and forth grants nothing twice. Rounded down. Pure.
 */
export function grantDue(cycle: GrantedCycle | undefined, { plan, period, grantMicros }: Grant, now: Date): bigint {
  if (cycle === undefined) return grantMicros;
  const more = grantMicros - cycle.planGrantMicros;
  if (more <= 0n) return 0n;
  return cycle.plan === plan ? more : shareOfRest(more, period, now);
}

/** The share of so much that the rest of a cycle is of the whole. Rounded down. Pure. */
export function shareOfRest(micros: bigint, { startsAt, endsAt }: Period, now: Date): bigint {
  const whole = endsAt.getTime() - startsAt.getTime();
  const rest = Math.min(whole, Math.max(0, endsAt.getTime() - now.getTime()));
  return (micros * BigInt(rest)) / BigInt(whole);
}
