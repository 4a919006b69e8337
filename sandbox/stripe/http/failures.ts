/** The body Stripe gives with every refusal. */
export type FailureBody = {
  type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  advice_code?: string;
  network_decline_code?: string;
  doc_url?: string;
  charge?: string;
  payment_intent?: object;
  payment_method?: object;
  setup_intent?: object;
  [key: string]: unknown;
};

/** A refusal in Stripe's words. `keeps`: what was done until then stays done, as with a declined card. */
export class StripeFailure extends Error {
  override readonly name = "StripeFailure";
  readonly status: number;
  readonly body: FailureBody;
  readonly keeps: boolean;

  constructor(status: number, body: FailureBody, { keeps = false }: { keeps?: boolean } = {}) {
    super(body.message);
    this.status = status;
    this.body =
      body.code && !body.code.startsWith("sandbox_")
        ? { ...body, doc_url: `https://stripe.com/docs/error-codes/${dashed(body.code)}` }
        : body;
    this.keeps = keeps;
  }
}

export function invalid(message: string, param?: string, code?: string): StripeFailure {
  return new StripeFailure(400, {
    ...(code ? { code } : {}),
    message,
    ...(param === undefined ? {} : { param }),
    type: "invalid_request_error",
  });
}

/** 404 where the thing is the route's own, 400 where a parameter names it. */
export function missing(noun: string, id: string, { param = "id", status = 404 } = {}): StripeFailure {
  return new StripeFailure(status, {
    code: "resource_missing",
    message: `No such ${noun}: '${id}'`,
    param,
    type: "invalid_request_error",
  });
}

export function parameterMissing(param: string): StripeFailure {
  return invalid(`Missing required param: ${param}.`, param, "parameter_missing");
}

export function unauthenticated(message: string): StripeFailure {
  return new StripeFailure(401, { message, type: "invalid_request_error" });
}

export function unrecognized(method: string, path: string): StripeFailure {
  return new StripeFailure(404, {
    message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    type: "invalid_request_error",
  });
}

/** Stripe has this route; the sandbox does not have it yet. */
export function notBuilt(method: string, path: string): StripeFailure {
  return new StripeFailure(404, {
    code: "sandbox_route_not_built",
    message: `Stripe knows ${method} ${path}, this sandbox does not build it. Its README lists what it does build.`,
    type: "invalid_request_error",
  });
}

function dashed(code: string): string {
  return code.replaceAll("_", "-");
}
