/**
 * The failures a caller may be told about. Everything else is a bug: it is logged, and the caller sees `internal`.
 * A message says what happened, what was kept and what to do.
 */
const FAILURES = {
  invalid_input: { status: 400, message: "That request is not valid." },
  invalid_signature: { status: 400, message: "The signature does not match." },
  unauthenticated: { status: 401, message: "Please sign in." },
  allowance_spent: { status: 402, message: "Your plan's allowance for this period is used up." },
  card_declined: { status: 402, message: "Your card was declined. Nothing was charged." },
  forbidden: { status: 403, message: "Your account may not do that." },
  model_not_in_plan: { status: 403, message: "Your plan does not include that model." },
  email_not_verified: { status: 403, message: "Please confirm your email address first." },
  not_found: { status: 404, message: "There is nothing here." },
  method_not_allowed: { status: 405, message: "That method is not available here." },
  conflict: { status: 409, message: "That has changed since you loaded it." },
  already_subscribed: { status: 409, message: "You already have this plan." },
  payload_too_large: { status: 413, message: "That is too large." },
  too_many_requests: { status: 429, message: "Too many attempts. Please wait a little." },
  day_spent: {
    status: 429,
    message: "That is as much as one account may use in a day. Nothing was charged. It goes on after midnight, UTC.",
  },
  internal: { status: 500, message: "Something went wrong on our side." },
  payments_down: { status: 503, message: "Payments are not answering right now. Nothing was charged." },
  model_down: { status: 503, message: "The model is not answering right now. Nothing was charged." },
  model_busy: { status: 503, message: "The model is busy. Please try again in a moment. Nothing was charged." },
  model_stalled: { status: 503, message: "The model stopped answering. What arrived is kept." },
  model_cut_off: { status: 503, message: "The answer was cut off. What arrived is kept." },
  model_refused: { status: 503, message: "The model provider refused the request. Nothing was charged." },
  question_refused: {
    status: 400,
    message: "The model's provider refused this question. Nothing was charged. Please put it another way.",
  },
  context_too_long: { status: 400, message: "This conversation is too long for the model." },
  spend_stopped: {
    status: 503,
    message:
      "We have paused new answers for today: more was used than we planned for. Nothing was charged, and we know of it.",
  },
  files_down: { status: 503, message: "Files can not be reached right now. Please try again in a moment." },
  mail_down: { status: 503, message: "Mail can not be sent right now." },
  database_down: { status: 503, message: "We can not reach our database right now. Please try again in a moment." },
} as const satisfies Record<string, { status: number; message: string }>;

export type FailureCode = keyof typeof FAILURES;

/** Messages by the name of the field they are about. */
export type FieldErrors = Record<string, string[]>;

/** The one error body of the API (`/api/v1` answers in OpenAI's shape instead). */
export type ErrorBody = {
  error: { code: FailureCode; message: string; fields?: FieldErrors; url?: string; requestId: string };
};

type AppErrorOptions = ErrorOptions & { fields?: FieldErrors; retryAfterS?: number; url?: string };

/** Thrown by domains and adapters. The message is shown to the person; `cause` is only logged. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: FailureCode;
  readonly fields: FieldErrors | undefined;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterS: number | undefined;
  /** Where the person can go on. */
  readonly url: string | undefined;

  constructor(code: FailureCode, message?: string, { fields, retryAfterS, url, ...options }: AppErrorOptions = {}) {
    super(message ?? FAILURES[code].message, options);
    this.code = code;
    this.fields = fields;
    this.retryAfterS = retryAfterS;
    this.url = url;
  }

  get status(): number {
    return FAILURES[this.code].status;
  }
}

/** What the outside may see of any thrown value. A bug's message never leaves. */
export function asAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError("internal", undefined, { cause: thrown });
}

/** The sentence for a code, for screens that only kept the code. */
export function failureMessage(code: string): string {
  return isFailureCode(code) ? FAILURES[code].message : FAILURES.internal.message;
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code);
}

export function errorBody(error: AppError, requestId: string): ErrorBody {
  const { code, message, fields, url } = error;
  return { error: { code, message, ...(fields ? { fields } : {}), ...(url ? { url } : {}), requestId } };
}
