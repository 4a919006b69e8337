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
  if (cycle.plan === plan) return more;
  const whole = period.endsAt.getTime() - period.startsAt.getTime();
  const rest = Math.min(whole, Math.max(0, period.endsAt.getTime() - now.getTime()));
  return (more * BigInt(rest)) / BigInt(whole);
}
