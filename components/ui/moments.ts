/**
 * "21 November 2026" as it is written where the reader is. In UTC, as Stripe's invoices and the sentences of billing
 * have it, so that a page never names two dates for one thing; in another zone only where the page says which.
 */
export function dayText(at: Date, locale: string, zone = "UTC"): string {
  return formatOf("day", { locale, zone }).format(at);
}

/** "21 Nov 2026, 14:05", in UTC or another zone; the column's head says which. */
export function minuteText(at: Date, locale: string, zone = "UTC"): string {
  return formatOf("minute", { locale, zone }).format(at);
}

/** "21 Nov", in UTC: under a chart of days. */
export function shortDayText(at: Date, locale: string): string {
  return formatOf("shortDay", { locale, zone: "UTC" }).format(at);
}

/** "11 Nov – 11 Dec 2026", as the days are in a zone. */
export function periodText({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }, where: Where): string {
  return formatOf("period", where).formatRange(startsAt, endsAt);
}

type Where = { locale: string; zone: string };

const STYLES = {
  day: { dateStyle: "long" },
  shortDay: { day: "numeric", month: "short" },
  period: { dateStyle: "medium" },
  minute: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** To make one takes longer than to write many moments with it, and a table writes many. */
const kept = new Map<string, Intl.DateTimeFormat>();
const KEPT_AT_MOST = 500;

function formatOf(style: keyof typeof STYLES, { locale, zone }: Where): Intl.DateTimeFormat {
  const name = `${style} ${locale} ${zone}`;
  const found = kept.get(name);
  if (found) return found;
  const made = new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone: zone });
  if (kept.size >= KEPT_AT_MOST) kept.clear();
  kept.set(name, made);
  return made;
}

const UNITS = [
  { ms: 86_400_000, name: "day" },
  { ms: 3_600_000, name: "hour" },
  { ms: 60_000, name: "minute" },
] as const;

/** How long something has lasted, in the largest unit that fits and rounded down: "3 hours". */
export function spanText(ms: number): string {
  const unit = UNITS.find((each) => ms >= each.ms);
  if (unit === undefined) return "less than a minute";
  const count = Math.floor(ms / unit.ms);
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}
