/** `tokensPerSecond` 0 means as fast as the reader takes them. */
export type Pace = { ttftMs: number; tokensPerSecond: number };

const MAX_TTFT_MS = 600_000;
const SWING_SECONDS = 0.03;
const SWING_PERIOD_SECONDS = 0.7;

/** The server's pace, and over it each of what was asked for, the later the stronger. */
export function paceWith(base: Pace, ...asked: readonly Partial<Pace>[]): Pace {
  const { ttftMs, tokensPerSecond } = asked.reduce<Pace>((pace, more) => ({ ...pace, ...more }), base);
  return { ttftMs: Math.min(MAX_TTFT_MS, ttftMs), tokensPerSecond };
}

/** A non-negative number, or nothing. */
export function amount(value: string | string[] | undefined): number | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/**
 * How many tokens should have left `elapsedMs` after the request.
 *
 * The rate swings by a quarter around its mean, as a real server's does, but
 * by a sine of the elapsed time rather than by chance: no state for each token,
 * and the same run twice is the same run.
 */
export function dueTokens({ ttftMs, tokensPerSecond }: Pace, elapsedMs: number, total: number): number {
  if (elapsedMs < ttftMs) return 0;
  if (tokensPerSecond === 0) return total;
  const seconds = (elapsedMs - ttftMs) / 1_000;
  const swing = SWING_SECONDS * Math.sin((2 * Math.PI * seconds) / SWING_PERIOD_SECONDS);
  return Math.min(total, 1 + Math.max(0, Math.floor((seconds + swing) * tokensPerSecond)));
}

/** When the last of `total` tokens leaves, in milliseconds after the request. */
export function durationMs({ ttftMs, tokensPerSecond }: Pace, total: number): number {
  return tokensPerSecond === 0 ? ttftMs : ttftMs + (Math.max(0, total - 1) * 1_000) / tokensPerSecond;
}
