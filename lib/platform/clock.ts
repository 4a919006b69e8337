/** A source of the present moment; passed as the last argument wherever time decides something. */
export type Clock = () => Date;

/** The one place where the present moment comes from. */
export const now: Clock = () => new Date();

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function plusMs(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}
