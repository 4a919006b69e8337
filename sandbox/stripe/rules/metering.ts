type Use = { timestamp: number; value: number };
export type Formula = "count" | "last" | "sum";
type Span = { start: number; end: number };

const WINDOWS_S: { [window: string]: number } = { hour: 3_600, day: 86_400 };

/** What uses come to by a meter's formula. The latest is the one told last among those of one second. */
export function aggregate(uses: Use[], formula: Formula): number {
  if (formula === "count") return uses.length;
  if (formula === "sum") return uses.reduce((sum, use) => sum + use.value, 0);
  return (
    uses.reduce<Use | undefined>((last, use) => (last && last.timestamp > use.timestamp ? last : use), undefined)
      ?.value ?? 0
  );
}

/** A span cut into hours or days, or whole where no window is named. */
export function windowsOf({ start, end }: Span, window: string | undefined): Span[] {
  const size = window === undefined ? undefined : WINDOWS_S[window];
  if (size === undefined) return [{ start, end }];
  const spans: Span[] = [];
  for (let at = start; at < end; at += size) spans.push({ start: at, end: Math.min(at + size, end) });
  return spans;
}
