import "server-only";
import { scrubText } from "@/lib/platform/scrub";

const LONGEST = 500;

/** What an operator reads of a failure: the deepest cause says what happened; ours says only what it means. */
export function whyFailed(error: unknown): string {
  if (!(error instanceof Error)) return scrubText(String(error)).slice(0, LONGEST);
  if (error.cause instanceof Error) return whyFailed(error.cause);
  return scrubText(error.message || error.name).slice(0, LONGEST);
}
