const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after a failed try the next one comes: quick at first, because here somebody watches. Three days in all. */
const WAITS_MS = [
  SECOND,
  5 * SECOND,
  30 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  24 * HOUR,
  30 * HOUR,
];

/** The wait after the `tries`th failure, on the world's clock; null: given up. */
export function waitAfter(tries: number): number | null {
  return WAITS_MS[tries - 1] ?? null;
}
