import { type ApiReply, failureReply } from "../http/api";
import { StripeFailure } from "../http/failures";
import type { FaultOrder } from "../store/wire-delivery";
import { wireFateBy } from "./wire-fate";

const UNKNOWN = new StripeFailure(500, { message: "An unknown error occurred", type: "api_error" });
const UNAVAILABLE = new StripeFailure(503, {
  message: "Stripe is temporarily unavailable. Please try again in a moment.",
  type: "api_error",
});
const RATE_LIMITED = new StripeFailure(429, {
  code: "rate_limit",
  message:
    "Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. You can learn more about rate limits here https://stripe.com/docs/rate-limits.",
  type: "invalid_request_error",
});
const LOCKED = new StripeFailure(429, {
  code: "lock_timeout",
  message:
    "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.",
  type: "invalid_request_error",
});

type Asked = { requestId: string };

/** What a fault answers in place of the work, which may be nothing at all; undefined for a kind that lets it be done. */
export function insteadBy(order: FaultOrder, request: Asked): ApiReply | undefined {
  if (order.kind !== "timeout_before_write" && order.kind !== "cut_before_write") return refusalBy(order, request);
  const fate = wireFateBy(order);
  // What is said here never goes out.
  return { status: 503, headers: {}, body: "{}", ...(fate ? { fate } : {}) };
}

/** The reply of a fault that refuses before anything is done; nothing for a kind that does not. */
export function refusalBy({ kind, options }: FaultOrder, request: Asked): ApiReply | undefined {
  switch (kind) {
    case "rate_limited":
      return rateLimited(options, request);
    case "lock_timeout":
      return withHeaders(failureReply(LOCKED, request), { "stripe-should-retry": "true" });
    case "server_error":
      return failureReply(UNKNOWN, request);
    case "unavailable":
      return withHeaders(failureReply(UNAVAILABLE, request), { "retry-after": String(options["retry_after"]) });
    default:
      return undefined;
  }
}

/** A 500 that its key keeps: trying again would only replay it, and Stripe says so. */
export function keptServerError(request: Asked): ApiReply {
  return withHeaders(failureReply(UNKNOWN, request), { "stripe-should-retry": "false" });
}

/** Stripe's limiter tells which limit it was; whether to retry it leaves to the caller, unless ordered otherwise. */
function rateLimited(options: FaultOrder["options"], request: Asked): ApiReply {
  const { status, body } = failureReply(RATE_LIMITED, request);
  const headers = {
    "retry-after": String(options["retry_after"]),
    "stripe-rate-limited-reason": String(options["reason"]),
    ...(options["should_retry"] === "unsaid" ? {} : { "stripe-should-retry": String(options["should_retry"]) }),
  };
  return { status, body, headers };
}

function withHeaders(reply: ApiReply, headers: ApiReply["headers"]): ApiReply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
