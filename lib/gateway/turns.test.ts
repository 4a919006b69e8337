import { expect, test } from "vitest";
import { PLANS } from "@/lib/billing/plans";
import { durationText, takeTurn } from "@/lib/gateway/turns";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { newId } from "@/lib/platform/ids";
import { aPurse, now } from "@/lib/usage/testing/purses";

async function caller(requestsPerMinute?: number, known?: string): Promise<KeyCaller> {
  const userId = known ?? (await aPurse(1n, "free"));
  const key = { id: newId(), name: "laptop", scopes: [], requestsPerMinute, budgetMicros: undefined };
  return { userId, emailVerified: true, key };
}

test("all keys of a person share the plan's minute", async () => {
  const [first, second] = [await caller(), await caller()];
  const sibling = { ...second, userId: first.userId };
  const limit = PLANS.free.grants.requestsPerMinute;
  const turns = Array.from({ length: limit }, (_, index) => takeTurn(index % 2 === 0 ? first : sibling, now));
  const left = (await Promise.all(turns)).map(({ headers }) => Number(headers["x-ratelimit-remaining-requests"]));
  expect(left.toSorted((a, b) => a - b)).toEqual(Array.from({ length: limit }, (_, index) => index));
  await expect(takeTurn(sibling, now)).rejects.toMatchObject({
    status: 429,
    body: { error: { code: "rate_limit_exceeded" } },
  });
});

test("a key's own limit is told where it is the tighter one, and its refusals cost the person nothing", async () => {
  const bound = await caller(1);
  expect((await takeTurn(bound, now)).headers).toMatchObject({
    "x-ratelimit-limit-requests": "1",
    "x-ratelimit-remaining-requests": "0",
  });
  for (let tries = 0; tries < 5; tries += 1) await expect(takeTurn(bound, now)).rejects.toMatchObject({ status: 429 });
  const free = await takeTurn(await caller(undefined, bound.userId), now);
  expect(Number(free.headers["x-ratelimit-remaining-requests"])).toBe(PLANS.free.grants.requestsPerMinute - 2);
});

test.each([
  [0, "0ms"],
  [20.2, "21ms"],
  [1_000, "1s"],
  [59_001, "1m0s"],
  [90_000, "1m30s"],
])("%s ms until a limit is full are written %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
