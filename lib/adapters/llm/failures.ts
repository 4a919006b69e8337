import { APIError } from "openai";
import { SECOND_MS } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import type { ProviderError } from "@/lib/adapters/llm/chunk";

/** Our word for what the provider threw before it said anything. */
export function failureOf(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (!(thrown instanceof APIError)) return new AppError("model_down", undefined, { cause: thrown });
  const status: unknown = thrown.status;
  const headers: unknown = thrown.headers;
  const isAnswered = typeof status === "number";
  return failureFor({
    status: isAnswered ? status : 500,
    error: { code: thrown.code ?? "", type: thrown.type ?? "" },
    retryAfterS: headers instanceof Headers ? retryAfterOf(headers) : undefined,
    // The provider's own sentence may quote the prompt, and causes are logged: its status and code say enough.
    cause: isAnswered ? undefined : thrown,
  });
}

type Reply = { status: number; error: ProviderError; retryAfterS?: number | undefined; cause?: unknown };

/** Status and code as OpenAI documents them (https://developers.openai.com/api/docs/guides/error-codes). */
export function failureFor({ status, error, retryAfterS, cause }: Reply): AppError {
  const options = { cause: cause ?? new Error(`The provider answered ${status} ${error.type} ${error.code}`) };
  if (error.code === "context_length_exceeded") return new AppError("context_too_long", undefined, options);
  // The operator's credit is spent: trying again, or waiting, changes nothing.
  if (error.code === "insufficient_quota" || error.type === "insufficient_quota")
    return new AppError("model_refused", undefined, options);
  if (status === 429) {
    return new AppError("model_busy", undefined, { ...options, ...(retryAfterS === undefined ? {} : { retryAfterS }) });
  }
  return new AppError(status >= 500 || status === 408 ? "model_down" : "model_refused", undefined, options);
}

function retryAfterOf(headers: Headers): number | undefined {
  const seconds = amountOf(headers.get("retry-after"));
  if (seconds !== undefined) return seconds;
  const ms = amountOf(headers.get("retry-after-ms"));
  return ms === undefined ? undefined : Math.ceil(ms / SECOND_MS);
}

/** Nothing for what is no amount; a moment, which the header may hold too, is passed over. */
function amountOf(header: string | null): number | undefined {
  const amount = header === null || header.trim() === "" ? Number.NaN : Number(header);
  return Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}
