/** "1 December": when an allowance starts again. The server and the browser must say the same day, so it is the ledger's. */
export function resetDay(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" }).format(at);
}
