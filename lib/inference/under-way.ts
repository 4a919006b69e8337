import "server-only";
import { MINUTE_MS } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** No call takes longer; its hold is good for twice as long. */
export const RUN_LIMIT_MS = 10 * MINUTE_MS;

type UnderWay = { abort: AbortController; isOver: Promise<unknown> };

// Entry points are bundled apart, and the one that hears of the process's end is not the one that answers.
const kept = globalThis as { parleyCallsUnderWay?: Set<UnderWay> };
const underWay = (kept.parleyCallsUnderWay ??= new Set());

/** Our reasons to end a call: what its caller is told, who must not think that the answer was whole. */
const OUR_REASONS = {
  going: "The server is going down for a moment. Please ask again.",
  too_long: "The answer took too long, so it was ended here.",
};
type OurReason = keyof typeof OUR_REASONS;

export function during<T>(outer: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, leave } = stoppable(outer, RUN_LIMIT_MS);
  return work(signal).finally(leave);
}

/** A signal that the caller's wish, the time limit, and the end of this process all set. It ends with `leave`. */
export function stoppable(outer: AbortSignal, limitMs: number): { signal: AbortSignal; leave: () => void } {
  const abort = new AbortController();
  const limit = setTimeout(() => abort.abort("too_long" satisfies OurReason), limitMs);
  let over = () => {};
  const entry = {
    abort,
    isOver: new Promise<void>((resolve) => {
      over = resolve;
    }),
  };
  underWay.add(entry);
  return {
    signal: AbortSignal.any([outer, abort.signal]),
    leave: () => {
      clearTimeout(limit);
      underWay.delete(entry);
      over();
    },
  };
}

/** What a signal's caller is to be told, where it was us who set it. */
export function ourFailure({ reason }: AbortSignal): AppError | undefined {
  const isOurs = typeof reason === "string" && Object.hasOwn(OUR_REASONS, reason);
  return isOurs ? new AppError("model_cut_off", OUR_REASONS[reason as OurReason]) : undefined;
}

/** Ends every call of this process, paid for as far as it was delivered. For a process that is asked to go. */
export async function finishAllCalls(): Promise<void> {
  const all = [...underWay];
  for (const { abort } of all) abort.abort("going" satisfies OurReason);
  await Promise.allSettled(all.map(({ isOver }) => isOver));
}
