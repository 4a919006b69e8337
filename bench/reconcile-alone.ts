import { reconcileNow } from "@/lib/billing/reconcile/schedule";
import { peakMemoryMb } from "./figures";

/** A process that does one run of reconcile and nothing else, and tells what memory it took at most. */
await reconcileNow(null);
process.send?.(peakMemoryMb(process.pid), () => process.exit(0));
