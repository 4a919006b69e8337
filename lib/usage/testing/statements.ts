import { totalOf } from "@/lib/usage/overview";
import type { Statement, UseSum } from "@/lib/usage/schema";

export function aUse(changes: Partial<UseSum> = {}): UseSum {
  return { ...totalOf([]), receipts: 1, ...changes };
}

/** For tests: a month of Pro in which the allowance was not used up, and yet credits were: a long answer needed both. */
export function aStatement(changes: Partial<Statement> = {}): Statement {
  const sage = aUse({ receipts: 12, inputTokens: 40_000n, cachedInputTokens: 1_000n, outputTokens: 9_000n });
  const swift = aUse({ receipts: 3, inputTokens: 2_000n, outputTokens: 500n, overrunMicros: 321n });
  const uses = changes.uses ?? [
    { model: "parley-sage", ...sage, chargedMicros: 5_000_000n, creditMicros: 2_250_001n },
    { model: "parley-swift", ...swift, chargedMicros: 750_002n },
  ];
  return {
    id: "01930000-0000-7000-8000-0000000c0ffe",
    plan: "pro",
    period: { startsAt: new Date("2026-11-01T09:00:00Z"), endsAt: new Date("2026-12-01T09:00:00Z") },
    isRunning: false,
    allowance: { granted: 10_000_000n, used: 3_500_001n, held: 0n, lapsed: 6_499_999n, closing: 0n },
    gifts: { opening: 0n, given: 0n, used: 0n, held: 0n, takenBack: 0n, lapsed: 0n, closing: 0n },
    credits: {
      opening: 5_000_000n,
      bought: 0n,
      used: 2_250_001n,
      held: 0n,
      paidBack: 0n,
      lapsed: 0n,
      closing: 2_749_999n,
    },
    uses,
    total: totalOf(uses),
    ...changes,
  };
}
