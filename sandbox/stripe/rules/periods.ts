export type Interval = "day" | "week" | "month" | "year";
export type Cadence = { interval: Interval; interval_count: number };
export type Period = { start: number; end: number };

const DAY_S = 86_400;

/**
 * The anchor moved on by so many intervals, in seconds. Months keep the
 * anchor's day where the month has it, and else take the month's last.
 */
export function stepFrom(anchor: number, { interval, interval_count }: Cadence, times: number): number {
  const count = interval_count * times;
  if (interval === "day") return anchor + count * DAY_S;
  if (interval === "week") return anchor + count * 7 * DAY_S;
  return addMonths(anchor, interval === "year" ? count * 12 : count);
}

/** The first end of a period, counted from the anchor, that lies after `after`. */
export function nextEnd(anchor: number, cadence: Cadence, after: number): number {
  let times = Math.max(0, roughTimes(anchor, cadence, after) - 2);
  while (stepFrom(anchor, cadence, times) <= after) times++;
  return stepFrom(anchor, cadence, times);
}

export function isSameCadence(a: Cadence, b: Cadence): boolean {
  return a.interval === b.interval && a.interval_count === b.interval_count;
}

function roughTimes(anchor: number, { interval, interval_count }: Cadence, after: number): number {
  const days = { day: 1, week: 7, month: 31, year: 366 }[interval] * interval_count;
  return Math.floor((after - anchor) / (days * DAY_S));
}

function addMonths(anchor: number, months: number): number {
  const from = new Date(anchor * 1000);
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return Math.floor(to.getTime() / 1000);
}
