import "server-only";
import { RefusedQuestion } from "@/lib/inference/programs";
import { AppError } from "@/lib/platform/errors";
import { ProgramError } from "@/lib/platform/program-error";

/** What became of a call, in OpenAI's words. Anything that is not told here is ours, and is told as such. */
export function programFailure(thrown: unknown): unknown {
  if (thrown instanceof RefusedQuestion) {
    const { message, ...detail } = thrown.told;
    return new ProgramError(thrown.status, message, detail);
  }
  if (!(thrown instanceof AppError)) return thrown;
  const { code, message, retryAfterS } = thrown;
  if (code === "model_busy") {
    const wait = retryAfterS === undefined ? {} : { retryAfterS };
    return new ProgramError(503, "The model is overloaded. Please try again in a moment.", {
      type: "server_error",
      code: "overloaded",
      ...wait,
    });
  }
  return AWAY.has(code) ? new ProgramError(503, message, { type: "server_error", code: "model_unavailable" }) : thrown;
}

const AWAY: ReadonlySet<string> = new Set(["model_down", "model_stalled", "model_cut_off", "model_refused"]);

export function modelNotFound(id: string): ProgramError {
  return new ProgramError(404, `The model \`${id}\` does not exist or your plan does not include it.`, {
    param: "model",
    code: "model_not_found",
  });
}

/** `type` and `code` are what SDKs look at before they try again: waiting does not help, so they are told not to. */
export function quotaSpent(message: string): ProgramError {
  return new ProgramError(429, message, { type: "insufficient_quota", code: "insufficient_quota", isFinal: true });
}

export function tooManyAtOnce(
  message: string,
  retryAfterS: number,
  headers: Record<string, string> = {},
): ProgramError {
  return new ProgramError(429, message, { type: "requests", code: "rate_limit_exceeded", retryAfterS, headers });
}
