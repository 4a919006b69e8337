import { DAY_MS } from "@/lib/platform/clock";

/** Where nobody has said where they are. */
export const STANDARD_ZONE = "UTC";

/** A name like "Europe/Vienna". Offsets like "+05:30" are none: they move with no summer. */
const NAMED = /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/u;

/** Whether a text names a zone whose clocks we know. */
export function isZone(text: string): boolean {
  if (text.length > 64 || !NAMED.test(text)) return false;
  try {
    partsIn(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The day of a moment on the calendar of a zone: "2026-11-21". */
export function dayIn(at: Date, zone: string): string {
  return wallTextOf(at, zone).slice(0, 10);
}

/**
 * The first moment of a day: midnight, or what the clocks show first where they skip it. Where they show midnight twice,
 * the first.
 */
export function startOfDay(day: string, zone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  // No zone changes its clocks twice within two days, so one of these two offsets holds at the day's beginning.
  const candidates = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => new Date(asUtc - offsetMs(new Date(near), zone)));
  const sorted = candidates.toSorted((a, b) => a.getTime() - b.getTime());
  return sorted.find((at) => dayIn(at, zone) === day) ?? new Date(asUtc);
}

/** The day after, or so many days after, on any calendar. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The days from one to another, both included. Nothing where the second is before the first. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day)) days.push(day);
  return days;
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetMs(at: Date, zone: string): number {
  return Date.parse(`${wallTextOf(at, zone)}Z`) - Math.floor(at.getTime() / 1_000) * 1_000;
}

/** "2026-11-21T14:05:09", as the clocks of the zone show it. */
function wallTextOf(at: Date, zone: string): string {
  const parts = new Map(
    partsIn(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes, length = 2) => (parts.get(type) ?? "").padStart(length, "0");
  return `${part("year", 4)}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`;
}

const kept = new Map<string, Intl.DateTimeFormat>();
/** There are some hundred zones, but who asks may name each in many spellings. */
const KEPT_AT_MOST = 500;

function partsIn(zone: string): Intl.DateTimeFormat {
  const found = kept.get(zone);
  if (found) return found;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  if (kept.size >= KEPT_AT_MOST) kept.clear();
  kept.set(zone, made);
  return made;
}
