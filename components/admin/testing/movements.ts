import type { Figures, MonthMovement } from "@/lib/insights/schema";

/** Movements and figures as the server hands them out, for tests. */

export function aMonth(changes: Partial<MonthMovement> = {}): MonthMovement {
  return {
    month: "2026-11",
    startMinor: 10_000,
    newMinor: 5_000,
    reactivationMinor: 0,
    expansionMinor: 5_000,
    contractionMinor: -2_000,
    churnMinor: -8_000,
    endMinor: 10_000,
    paying: 4,
    joined: 2,
    left: 1,
    ...changes,
  };
}

export function someFigures(changes: Partial<Figures> = {}): Figures {
  const usd = (amountMinor: number) => ({ amountMinor, currency: "usd" });
  return {
    currency: "usd",
    arr: usd(120_000),
    arpu: usd(2_500),
    ltv: usd(10_000),
    customerChurn: { part: 1, whole: 4 },
    revenueChurn: { part: 1_250, whole: 10_000 },
    conversion: { part: 1, whole: 3 },
    recovery: { part: 1, whole: 2 },
    refunds: { count: 2, total: usd(2_300) },
    disputes: { count: 1, total: usd(1_900) },
    revenue: [],
    ...changes,
  };
}
