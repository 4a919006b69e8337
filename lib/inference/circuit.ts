import { MINUTE_MS, SECOND_MS } from "@/lib/platform/clock";

/** So many failures in a row, none longer ago than the window, open a circuit; 0 never does. */
export type CircuitRules = { opensAfter: number; windowMs: number; firstPauseMs: number; longestPauseMs: number };

/** How long somebody who is away is spared; twice as long after each probe that finds them away still. */
export const PAUSES = { windowMs: MINUTE_MS, firstPauseMs: 10 * SECOND_MS, longestPauseMs: 2 * MINUTE_MS };

/**
 * What is known of one model at one provider since it last answered. `pauseMs` is there once the circuit opened, and
 * `isProbed` while the one call that may try it is under way.
 */
export type Circuit = {
  /** The last failures in a row, as many as it takes to open, the oldest first. */
  failedAtMs: readonly number[];
  pauseMs?: number;
  openUntilMs: number;
  isProbed: boolean;
};

export const CLOSED: Circuit = { failedAtMs: [], openUntilMs: 0, isProbed: false };

/** `open`: is not asked first. `due`: its pause is over, and the next call tries it. */
export function stateOf({ pauseMs, openUntilMs }: Circuit, nowMs: number): "closed" | "open" | "due" {
  if (pauseMs === undefined) return "closed";
  return nowMs < openUntilMs ? "open" : "due";
}

/** One call tries; for as long as a pause no other does. */
export function probed(circuit: Circuit, nowMs: number): Circuit {
  return { ...circuit, openUntilMs: nowMs + (circuit.pauseMs ?? 0), isProbed: true };
}

/** Somebody was away once more. While a circuit is open only its probe counts: others were under way before it opened. */
export function failed(circuit: Circuit, nowMs: number, rules: CircuitRules): Circuit {
  const failedAtMs = [...circuit.failedAtMs, nowMs].slice(-rules.opensAfter);
  if (circuit.pauseMs !== undefined) {
    if (!circuit.isProbed && nowMs < circuit.openUntilMs) return { ...circuit, failedAtMs };
    const pauseMs = Math.min(2 * circuit.pauseMs, rules.longestPauseMs);
    return { failedAtMs, pauseMs, openUntilMs: nowMs + pauseMs, isProbed: false };
  }
  const isTooMany = failedAtMs.length === rules.opensAfter && nowMs - (failedAtMs[0] ?? nowMs) <= rules.windowMs;
  if (!isTooMany) return { ...circuit, failedAtMs };
  return { failedAtMs, pauseMs: rules.firstPauseMs, openUntilMs: nowMs + rules.firstPauseMs, isProbed: false };
}
