import { APIError } from "openai";
import { SECOND_MS } from "@/lib/platform/clock";
import { AppError, type FailureCode } from "@/lib/platform/errors";
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

/** What is the matter with the question, whoever is asked: the code in the body tells it, the status does not always. */
const ABOUT_THE_QUESTION = new Set(["content_policy_violation", "content_filter", "moderation_blocked"]);

/**
 * What is the matter with the operator's key, credit, region or list of models. Waiting changes nothing and asking
 * differently neither; another provider may well answer. Servers that speak the same protocol send some with a 400.
 */
const ABOUT_THE_OPERATOR = new Set([
  "invalid_api_key",
  "account_deactivated",
  "billing_not_active",
  "billing_hard_limit_reached",
  "insufficient_quota",
  "unsupported_country_region_territory",
  "model_not_found",
  // What `models.json` says of a model is not so.
  "unsupported_parameter",
  "unsupported_value",
]);
const REFUSES_THE_OPERATOR = new Set([401, 402, 403, 404]);
/** These ask to be tried again: https://developers.openai.com/api/docs/guides/error-codes. */
const IS_DOWN = new Set([408, 409]);

/** The code in the body decides, the status only where there is none that we know. */
export function failureFor({ status, error, retryAfterS, cause }: Reply): AppError {
  const code = codeOf(status, error);
  const wait = code === "model_busy" && retryAfterS !== undefined ? { retryAfterS } : {};
  const reason = cause ?? new Error(`The provider answered ${status} ${error.type} ${error.code}`);
  return new AppError(code, undefined, { cause: reason, ...wait });
}

function codeOf(status: number, { code, type }: ProviderError): FailureCode {
  if (code === "context_length_exceeded") return "context_too_long";
  if (ABOUT_THE_QUESTION.has(code)) return "question_refused";
  if (ABOUT_THE_OPERATOR.has(code) || ABOUT_THE_OPERATOR.has(type)) return "model_refused";
  if (status === 429) return "model_busy";
  if (status >= 500 || IS_DOWN.has(status)) return "model_down";
  return REFUSES_THE_OPERATOR.has(status) ? "model_refused" : "question_refused";
}

/** What says nothing against the provider that was asked. */
export function isAboutTheQuestion({ code }: AppError): boolean {
  return code === "context_too_long" || code === "question_refused";
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
