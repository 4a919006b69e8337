import "server-only";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

export type Patience = {
  /** Until the provider begins to answer. */
  firstByteMs: number;
  /** Between two of its bytes. */
  idleMs: number;
};

/** What the operator set: OPENAI_FIRST_BYTE_MS and OPENAI_IDLE_MS. */
export const PATIENCE: Patience = { firstByteMs: env.openai.firstByteMs, idleMs: env.openai.idleMs };

/**
 * Aborts a call that keeps silent: the SDK's own time limit ends with the headers. `failure()` tells its bark from the
 * abort of `outer`, which is somebody's wish and no failure.
 */
export function watchdog(outer: AbortSignal, { firstByteMs, idleMs }: Patience) {
  const call = new AbortController();
  const leave = () => call.abort();
  outer.addEventListener("abort", leave, { once: true });
  if (outer.aborted) leave();
  let failure: AppError | undefined;
  const first = setTimeout(() => bark("model_down"), firstByteMs);
  let idle: NodeJS.Timeout | undefined;

  function bark(code: "model_down" | "model_stalled"): void {
    failure = new AppError(code, undefined, { cause: new Error("The provider kept silent for too long") });
    leave();
  }

  return {
    signal: call.signal,
    heard(): void {
      clearTimeout(first);
      idle = idle?.refresh() ?? setTimeout(() => bark("model_stalled"), idleMs);
    },
    failure: () => failure,
    end(): void {
      clearTimeout(first);
      clearTimeout(idle);
      outer.removeEventListener("abort", leave);
    },
  };
}
