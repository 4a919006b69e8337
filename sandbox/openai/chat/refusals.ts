import { ApiError } from "../errors";

const REGION = "Country, region, or territory not supported.";

/** 429 that passes. `headers` say when to come back, in whichever of the ways a server may say it. */
export function rateLimited(headers: Readonly<Record<string, string>>) {
  return new ApiError(429, "Rate limit reached for this model. Please slow down.", {
    type: "requests",
    code: "rate_limit_exceeded",
    headers: { "x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "0", ...headers },
  });
}

/** 429 that does not pass until somebody pays. */
export function quotaSpent() {
  return new ApiError(429, "You exceeded your current quota. Please check your plan and billing details.", {
    type: "insufficient_quota",
    code: "insufficient_quota",
  });
}

export function regionRefused() {
  return new ApiError(403, REGION, { type: "request_forbidden", code: "unsupported_country_region_territory" });
}

export function timedOut() {
  return new ApiError(408, "The request took too long to arrive.", { type: "timeout", code: "request_timeout" });
}

export function contextTooLong(limitTokens?: number, askedTokens?: number) {
  const figures =
    limitTokens === undefined ? "" : ` It holds ${limitTokens} tokens; this request needs ${askedTokens}.`;
  return new ApiError(400, `This model's context is too small for the conversation.${figures}`, {
    param: "messages",
    code: "context_length_exceeded",
  });
}
