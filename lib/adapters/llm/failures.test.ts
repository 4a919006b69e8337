import { APIConnectionError, APIError } from "openai";
import { expect, test } from "vitest";
import { failureFor, failureOf, isAboutTheQuestion } from "@/lib/adapters/llm/failures";
import { AppError } from "@/lib/platform/errors";

const answering = (status: number, code: string, type = "invalid_request_error") =>
  failureFor({ status, error: { code, type } });

test.each([
  [401, "invalid_api_key"],
  [401, ""],
  [402, ""],
  [403, "unsupported_country_region_territory"],
  [403, ""],
  [404, "model_not_found"],
  [404, ""],
  [429, "insufficient_quota"],
  // As servers that speak the protocol in their own way send them.
  [400, "invalid_api_key"],
  [400, "model_not_found"],
  [400, "billing_hard_limit_reached"],
  [400, "unsupported_value"],
  // An error that lost its status on the way.
  [502, "insufficient_quota"],
])("%i %s refuses the operator, whatever is asked", (status, code) => {
  const failure = answering(status, code);
  expect(failure.code).toBe("model_refused");
  expect(isAboutTheQuestion(failure)).toBe(false);
});

test("spent credit is told by its type too", () => {
  expect(answering(429, "", "insufficient_quota").code).toBe("model_refused");
});

test.each([
  [400, "", "question_refused"],
  [400, "invalid_value", "question_refused"],
  [413, "", "question_refused"],
  [422, "", "question_refused"],
  [400, "content_policy_violation", "question_refused"],
  // A gateway's moderation answers as if the key were at fault.
  [403, "content_policy_violation", "question_refused"],
  [500, "content_filter", "question_refused"],
  [400, "context_length_exceeded", "context_too_long"],
  [413, "context_length_exceeded", "context_too_long"],
])("%i %s refuses the question: %s", (status, code, ours) => {
  const failure = answering(status, code);
  expect(failure).toMatchObject({ code: ours, status: 400 });
  expect(isAboutTheQuestion(failure)).toBe(true);
});

test.each([
  [408, "request_timeout", "model_down"],
  [409, "", "model_down"],
  [429, "rate_limit_exceeded", "model_busy"],
  [500, "server_error", "model_down"],
  [503, "overloaded", "model_down"],
])("%i %s passes: %s", (status, code, ours) => {
  const failure = answering(status, code, "server_error");
  expect(failure.code).toBe(ours);
  expect(isAboutTheQuestion(failure)).toBe(false);
});

test("only who is busy says when to come back", () => {
  const error = { code: "", type: "" };
  expect(failureFor({ status: 429, error, retryAfterS: 7 }).retryAfterS).toBe(7);
  expect(failureFor({ status: 401, error, retryAfterS: 7 }).retryAfterS).toBeUndefined();
});

test.each([
  [{ "retry-after": "12" }, 12],
  [{ "retry-after-ms": "1200" }, 2],
  [{ "retry-after": "Sat, 21 Nov 2026 10:00:00 GMT" }, undefined],
  [{ "retry-after": "-3" }, undefined],
  [{}, undefined],
])("%j is %s seconds", (headers, seconds) => {
  const thrown = APIError.generate(429, { error: { code: "rate_limit_exceeded" } }, "No.", new Headers(headers));
  expect(failureOf(thrown)).toMatchObject({ code: "model_busy", retryAfterS: seconds });
});

test("the provider's own words, which may quote the question, are left behind; its code is not", () => {
  const error = { message: "my secret", type: "auth", code: "invalid_api_key" };
  const { cause } = failureOf(APIError.generate(401, { error }, undefined, new Headers()));
  expect(String(cause)).toBe("Error: The provider answered 401 auth invalid_api_key");
});

test("who can not be reached is down, and why is kept for the log", () => {
  const thrown = new APIConnectionError({ message: "refused" });
  expect(failureOf(thrown)).toMatchObject({ code: "model_down", cause: thrown });
  expect(failureOf(new TypeError("terminated"))).toMatchObject({ code: "model_down" });
});

test("what is our word already stays it", () => {
  const failure = new AppError("model_stalled");
  expect(failureOf(failure)).toBe(failure);
});
