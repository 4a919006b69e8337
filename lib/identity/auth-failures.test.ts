import { AuthError } from "next-auth";
import { afterEach, expect, test, vi } from "vitest";
import { reportFailure } from "@/lib/identity/auth-failures";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

afterEach(() => void vi.restoreAllMocks());

/** As Auth.js wraps what a callback or our own code threw. */
const wrapped = (thrown: Error) => Object.assign(new AuthError("wrapped"), { cause: { err: thrown } });

function eventsOf(error: Error): string[] {
  const failed = vi.spyOn(log, "error").mockImplementation(() => {});
  const refused = vi.spyOn(log, "info").mockImplementation(() => {});
  reportFailure(error);
  return [...failed.mock.calls, ...refused.mock.calls].map(([event]) => event);
}

test.each<[string, Error]>([
  ["a bug", new TypeError("x is undefined")],
  ["a bug within", wrapped(new TypeError("x is undefined"))],
  ["a database that is away", wrapped(new AppError("database_down"))],
  ["a provider that is set up wrongly", Object.assign(new Error("no token endpoint"), { type: "InvalidEndpoints" })],
])("%s is ours to mend", (_what, error) => {
  expect(eventsOf(error)).toEqual(["auth.failed"]);
});

test.each<[string, Error]>([
  ["a link that has expired", wrapped(new AppError("invalid_input"))],
  ["somebody who cancelled at the provider", Object.assign(new Error("denied"), { type: "OAuthCallbackError" })],
  ["an address that another account has", Object.assign(new Error("taken"), { type: "OAuthAccountNotLinked" })],
])("%s is not", (_what, error) => {
  expect(eventsOf(error)).toEqual(["auth.refused"]);
});

test("the address of whoever was refused is not in the log", () => {
  const refused = vi.spyOn(log, "info").mockImplementation(() => {});
  reportFailure(Object.assign(new Error("ada@example.test is taken"), { type: "AccountNotLinked" }));
  expect(JSON.stringify(refused.mock.calls)).not.toContain("ada");
});
