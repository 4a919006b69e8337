import type { Allowance } from "@/lib/usage/schema";

/** Somebody on Free who has used a quarter of the month, for tests. */
export function anAllowance(changes: Partial<Allowance> = {}): Allowance {
  const resetsAt = new Date("2026-12-05T09:00:00Z");
  return {
    plan: "free",
    period: { startsAt: new Date("2026-11-05T09:00:00Z"), endsAt: resetsAt },
    grantedMicros: 200_000n,
    usedMicros: 50_000n,
    reservedMicros: 0n,
    remainingMicros: 150_000n,
    giftMicros: 0n,
    creditMicros: 0n,
    resetsAt,
    lessBecause: null,
    ...changes,
  };
}
