import { median, percentile, round } from "./figures";

/** One line of a table. A mark is what was promised; `holds` is whether it was kept. */
export type Row = { what: string; [figure: string]: string | number };

/** A section of the bench: its table, and what was not as it should be. */
export type Section = { rows: Row[]; faults?: string[] };

/** A figure beside the most it may be. */
export function marked(value: number, most: number): { mark: string; holds: string } {
  return { mark: `<= ${most}`, holds: value <= most ? "yes" : "NO" };
}

/** A figure beside the least it may be. */
export function atLeast(value: number, least: number): { mark: string; holds: string } {
  return { mark: `>= ${least}`, holds: value >= least ? "yes" : "NO" };
}

/** The median and a high percentile, in milliseconds. */
export function spread(timesMs: readonly number[], high: 0.95 | 0.99): Record<string, number> {
  return {
    "p50 ms": round(median(timesMs), 2),
    [`p${high * 100} ms`]: round(percentile(timesMs, high), 2),
  };
}
