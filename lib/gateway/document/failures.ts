/** What can go wrong, as programs are told it. A test makes each of them happen, to every operation that has it. */
export type ToldFailure = { status: number; code: string | null; when: string };

const NO_KEY: ToldFailure = { status: 401, code: null, when: "No key was sent." };
const KEY_FAILURES: readonly ToldFailure[] = [
  NO_KEY,
  { status: 401, code: "invalid_api_key", when: "The key is not one of ours, was revoked, or has expired." },
  { status: 403, code: "insufficient_permissions", when: "The key lacks the scope." },
  { status: 403, code: "email_not_verified", when: "The owner has not confirmed their address." },
];
const OUR_FAULTS: readonly ToldFailure[] = [
  { status: 500, code: "server_error", when: "A fault of ours. It is on record." },
  { status: 503, code: "server_error", when: "Our database can not be reached. Try again in a moment." },
];
const NO_MODEL: ToldFailure = {
  status: 404,
  code: "model_not_found",
  when: "There is no such model here, or the plan does not include it.",
};

export const LIST_FAILURES: readonly ToldFailure[] = [...KEY_FAILURES, ...OUR_FAULTS];
export const LOOK_UP_FAILURES: readonly ToldFailure[] = [...KEY_FAILURES, NO_MODEL, ...OUR_FAULTS];

/** Of whatever reaches a model. Nothing is charged for any of them. */
export const CALL_FAILURES: readonly ToldFailure[] = [
  { status: 400, code: null, when: "The body is not JSON in UTF-8." },
  { status: 400, code: "missing_required_parameter", when: "A parameter that must be there is not." },
  { status: 400, code: "invalid_type", when: "A parameter is of another type." },
  { status: 400, code: "invalid_value", when: "A parameter is out of its range." },
  { status: 400, code: "unknown_parameter", when: "A parameter that nobody knows." },
  { status: 400, code: "unsupported_parameter", when: "A parameter that OpenAI has and this API does not serve." },
  ...KEY_FAILURES,
  NO_MODEL,
  { status: 413, code: "request_too_large", when: "The body is too large." },
  {
    status: 429,
    code: "rate_limit_exceeded",
    when: "Too many requests a minute, or too many answers at the same time. `retry-after` says when to come back.",
  },
  {
    status: 429,
    code: "insufficient_quota",
    when: "The allowance, or the key's budget, does not cover the request. Waiting does not help: `x-should-retry` is false.",
  },
  ...OUR_FAULTS,
  { status: 503, code: "overloaded", when: "The model's provider has too much to do. Try again." },
  { status: 503, code: "model_unavailable", when: "The model's provider does not answer. Try again." },
];

/** A question that the provider itself refuses is told in its words, with a code of its own: this one, among others. */
export const CHAT_FAILURES: readonly ToldFailure[] = [
  { status: 400, code: "context_length_exceeded", when: "The messages are longer than what the model reads." },
  ...CALL_FAILURES,
];

export const SESSION_FAILURES: readonly ToldFailure[] = [
  { status: 401, code: "unauthenticated", when: "Nobody is signed in." },
  { status: 500, code: "internal", when: "A fault of ours. It is on record." },
  { status: 503, code: "database_down", when: "Our database can not be reached. Try again in a moment." },
];
