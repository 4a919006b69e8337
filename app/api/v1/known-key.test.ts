import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { aProgram, holdsOf, post, type Program } from "@/lib/gateway/testing/program";
import { likelyCaller } from "@/lib/identity/api-keys";

const question = { model: "parley-swift", messages: [{ role: "user", content: "Say hello" }], max_tokens: 300 };
const asking = (program: Program, change: object = {}) =>
  post("/chat/completions", { ...question, ...change }, program);
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { error?: { code: string } }).error?.code,
];
const leftOf = (response: Response) => Number(response.headers.get("x-ratelimit-remaining-requests"));

/** A program whose key is known here, so that its next call is admitted on a guess. */
async function aKnownProgram(given: Parameters<typeof aProgram>[0] = {}): Promise<Program> {
  const program = await aProgram(given);
  expect((await asking(program)).status).toBe(200);
  await expect.poll(() => likelyCaller(program.secret)).toBeDefined();
  return program;
}

test("a key that was used a moment ago is refused from the moment that it is revoked, and nothing is held or taken", async () => {
  const program = await aKnownProgram();
  const before = leftOf(await asking(program));
  await db.apiKey.update({ where: { id: program.keyId }, data: { revokedAt: new Date() } });
  // Also where something else is the matter with what it asks.
  for (const change of [{}, { model: "none" }, { messages: "none" }])
    expect(await codeOf(await asking(program, change))).toEqual([401, "invalid_api_key"]);
  expect(await holdsOf(program.userId)).toHaveLength(2);
  await db.apiKey.update({ where: { id: program.keyId }, data: { revokedAt: null } });
  expect(leftOf(await asking(program))).toBeGreaterThanOrEqual(before - 1);
});

test("what a key may do is what it may do now", async () => {
  const program = await aKnownProgram();
  await db.apiKey.update({ where: { id: program.keyId }, data: { budgetMicros: 1n } });
  expect(await codeOf(await asking(program))).toEqual([429, "insufficient_quota"]);
  await db.apiKey.update({ where: { id: program.keyId }, data: { scopes: ["models"] } });
  expect(await codeOf(await asking(program))).toEqual([403, "insufficient_permissions"]);
});

test("a key with a limit of its own is known as well, and its limit holds", async () => {
  const program = await aKnownProgram({ requestsPerMinute: 2 });
  expect((await asking(program)).status).toBe(200);
  expect(await codeOf(await asking(program))).toEqual([429, "rate_limit_exceeded"]);
});

test("calls at once on a guess get as many turns as there are, and each its own hold", async () => {
  const program = await aKnownProgram();
  const left = leftOf(await asking(program));
  const answers = await Promise.all(Array.from({ length: left + 4 }, () => asking(program)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(left + 4);
  expect(refused.length).toBeGreaterThanOrEqual(4);
  const holds = await holdsOf(program.userId);
  expect(holds.map(({ status }) => status)).toEqual(holds.map(() => "settled"));
});
