import type { Cadence } from "./periods";

/** A day of a month (or of one month of the year), and the time of that day, in UTC. */
export type AnchorConfig = {
  day_of_month: number;
  month: number | null;
  hour: number | null;
  minute: number | null;
  second: number | null;
};

const MONTHS_AHEAD = 13;

/**
 * The next time a config names, in seconds, after `now`; the time of day is that of
 * `now` where it says nothing. A day that a month has not is that month's last. Where
 * months are billed one by one, the anchor is then of a month that has the day, so
 * that the day comes back in the next.
 */
export function anchorFor(config: AnchorConfig, { interval, interval_count }: Cadence, now: number): number {
  const from = new Date(now * 1000);
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
    const { at, isWhole } = inMonth(config, from, ahead);
    if (at <= now || (config.month !== null && monthOf(at) !== config.month)) continue;
    const repeats = interval === "month" && interval_count === 1;
    return isWhole || !repeats ? at : inMonth(config, from, ahead - 1).at;
  }
  throw new Error("No month of a year has this day");
}

function inMonth(config: AnchorConfig, from: Date, ahead: number): { at: number; isWhole: boolean } {
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + ahead];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const time = [
    config.hour ?? from.getUTCHours(),
    config.minute ?? from.getUTCMinutes(),
    config.second ?? from.getUTCSeconds(),
  ] as const;
  const at = Date.UTC(year, month, Math.min(config.day_of_month, last), ...time) / 1000;
  return { at, isWhole: config.day_of_month <= last };
}

function monthOf(at: number): number {
  return new Date(at * 1000).getUTCMonth() + 1;
}
