import "server-only";
import v8 from "node:v8";

/** How much more than what was in use after the last full collection may come to lie on the heap before the next, in percent. */
const GROWTH_PERCENT = 20;

/**
 * Keeps the heap near what is in use: V8 lets it grow to about four times that, on the memory of whoever runs Parley.
 * Nothing is bounded by it: a process that needs more gets more. `--heap-growing-percent` is read at each collection.
 */
export function keepHeapNearUse(): void {
  v8.setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
