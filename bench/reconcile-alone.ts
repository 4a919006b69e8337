import { reconcileNow } from "@/lib/billing/reconcile/schedule";
import { peakMemoryMb } from "./figures";

/** What one run in a process of its own took. */
export type RunAlone = { seconds: number; memoryMb: number };

/** A process that does one run of reconcile and nothing else, and tells how long it took, and what memory at most. */
const startedAt = performance.now();
await reconcileNow(null);
const run: RunAlone = { seconds: (performance.now() - startedAt) / 1000, memoryMb: peakMemoryMb(process.pid) };
process.send?.(run, () => process.exit(0));
