import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { embed } from "@/lib/gateway/embeddings";
import { completeChat } from "@/lib/gateway/chat-completions";
import { fromKept, keeper, keepingOf, sweepKept } from "@/lib/gateway/kept-answers";
import { ChatCompletionRequest } from "@/lib/gateway/schema";
import { aProgram, holdsOf, type Program, receiptsOf } from "@/lib/gateway/testing/program";
import { keyCaller } from "@/lib/identity/api-keys";
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from "@/lib/platform/clock";
import { eventStream } from "@/lib/platform/event-stream";
import { modelById } from "@/lib/usage/catalogue";

const START = new Date();
const after = (ms: number) => () => plusMs(START, ms);
const never = new AbortController().signal;
const question = { model: "parley-swift", temperature: 0, messages: [{ role: "user", content: "Explain rain" }] };

async function asking(program: Program, change: object = {}, { maxAgeS = 3_600, now = after(0) } = {}) {
  const request = ChatCompletionRequest.parse({ ...question, ...change });
  const { headers, body } = await completeChat(
    await keyCaller(program.secret),
    request,
    { signal: never, maxAgeS },
    now,
  );
  const text = typeof body === "string" ? body : await eventStream(body).text();
  return { text, cache: headers["x-parley-cache"], age: headers["age"], type: headers["content-type"] };
}

test("the same question again is the same answer, marked, and costs nothing", async () => {
  const program = await aProgram();
  const first = await asking(program);
  const again = await asking(program, {}, { now: after(MINUTE_MS) });
  expect(first.cache).toBe("miss");
  expect(again).toEqual({ ...first, cache: "hit", age: "60" });
  expect(await receiptsOf(program.userId)).toHaveLength(1);
  expect(await holdsOf(program.userId)).toHaveLength(1);
});

test("a stream is kept as the stream it was", async () => {
  const program = await aProgram();
  const asked = { stream: true, stream_options: { include_usage: true } };
  const first = await asking(program, asked);
  await expect.poll(async () => db.keptAnswer.count({ where: { userId: program.userId } })).toBe(1);
  expect(await asking(program, asked)).toEqual({ ...first, cache: "hit", age: "0" });
  expect(first.text).toMatch(/\[DONE\]\n\n$/);
  expect((await asking(program)).cache).toBe("miss");
});

test.each<[string, object, string]>([
  ["another question", { messages: [{ role: "user", content: "Explain snow" }] }, "miss"],
  ["another limit", { max_tokens: 50 }, "miss"],
  ["another seed", { seed: 8 }, "miss"],
  ["other tools", { tools: [{ type: "function", function: { name: "look" } }] }, "miss"],
  ["another name for its user, and other notes", { user: "u2", metadata: { a: "b" } }, "hit"],
])("what is kept, asked with %s", async (_name, change, cache) => {
  const program = await aProgram();
  await asking(program);
  expect((await asking(program, change)).cache).toBe(cache);
});

test("the order of names is none of the question", async () => {
  const program = await aProgram();
  await asking(program, { stop: "x", seed: 1 });
  expect((await asking(program, { seed: 1, stop: "x" })).cache).toBe("hit");
});

test("nobody is answered with what another person asked", async () => {
  const [one, other] = [await aProgram(), await aProgram()];
  await asking(one);
  expect((await asking(other)).cache).toBe("miss");
});

test.each<[string, object]>([
  ["that may differ each time", { temperature: 0.7 }],
  ["without a temperature", { temperature: null }],
])("a question %s is neither kept nor answered with what was", async (_name, change) => {
  const program = await aProgram();
  await asking(program, change);
  expect((await asking(program, change)).cache).toBeUndefined();
  expect(await db.keptAnswer.count({ where: { userId: program.userId } })).toBe(0);
});

test("what is older than the caller takes, or than it was kept for, is made anew", async () => {
  const program = await aProgram();
  await asking(program);
  expect((await asking(program, {}, { maxAgeS: 60, now: after(2 * MINUTE_MS) })).cache).toBe("miss");
  expect((await asking(program, {}, { maxAgeS: 60, now: after(2.5 * MINUTE_MS) })).cache).toBe("hit");
  expect((await asking(program, {}, { now: after(HOUR_MS) })).cache).toBe("miss");
});

test("vectors are kept too", async () => {
  const program = await aProgram();
  const caller = await keyCaller(program.secret);
  const request = { model: "parley-embed", input: ["rain", "sun"] };
  const first = await embed(caller, request, { signal: never, maxAgeS: 60 });
  const again = await embed(caller, request, { signal: never, maxAgeS: 60 });
  expect([first.headers["x-parley-cache"], again.headers["x-parley-cache"]]).toEqual(["miss", "hit"]);
  expect(again.body).toBe(first.body);
});

test("an answer that was cut off, or is too large, is not kept", async () => {
  const program = await aProgram();
  const cut = { stream: true, messages: [{ role: "user", content: "Explain rain [sandbox:cut]" }] };
  expect((await asking(program, cut)).text).toContain('"error"');
  const caller = await keyCaller(program.secret);
  const keeping = keepingOf(caller, {
    question: ChatCompletionRequest.parse(question),
    model: modelById("parley-swift"),
    maxAgeS: 60,
  });
  const use = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0, estimated: false };
  await keeper(keeping, "application/json", after(0))?.("x".repeat(512 * 1024 + 1), { use, costMicros: 3n });
  expect(await db.keptAnswer.count({ where: { userId: program.userId } })).toBe(0);
});

test("where the price book has a price for it, a kept answer is held, paid and on a receipt", async () => {
  const program = await aProgram();
  const caller = await keyCaller(program.secret);
  const { price, ...swift } = modelById("parley-swift");
  const model = { ...swift, price: { ...price, cacheHitPercent: 25 } };
  const keeping = keepingOf(caller, { question: ChatCompletionRequest.parse(question), model, maxAgeS: 60 });
  const use = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 4, reasoningTokens: 0, estimated: false };
  await keeper(keeping, "application/json", after(0))?.("{}", { use, costMicros: 11n });
  expect(await fromKept(keeping, caller, after(1_000))).toMatchObject({ body: "{}" });
  const [receipt] = await receiptsOf(program.userId);
  expect(receipt).toMatchObject({ chargedMicros: 3n, inputTokens: 10, outputTokens: 4, apiKeyId: program.keyId });
});

test("a person has the newest thousand, and the sweep takes what is over", async () => {
  const program = await aProgram();
  const rows = Array.from({ length: 1_000 }, (_, index) => ({
    userId: program.userId,
    questionHash: index.toString(16).padStart(64, "0"),
    body: "{}",
    contentType: "application/json",
    model: "parley-swift",
    priceVersion: "x",
    costMicros: 1n,
    use: {},
    createdAt: plusMs(START, -DAY_MS + index),
    expiresAt: plusMs(START, index < 500 ? HOUR_MS : DAY_MS),
  }));
  await db.keptAnswer.createMany({ data: rows });
  await asking(program);
  expect(await db.keptAnswer.count({ where: { userId: program.userId } })).toBe(1_000);
  expect(await db.keptAnswer.findFirst({ where: { userId: program.userId, questionHash: "0".repeat(64) } })).toBeNull();
  await sweepKept(after(2 * HOUR_MS));
  expect(await db.keptAnswer.count({ where: { userId: program.userId } })).toBe(500);
});

test("nothing is kept of an account that was closed meanwhile", async () => {
  const program = await aProgram();
  const caller = await keyCaller(program.secret);
  await db.user.update({ where: { id: program.userId }, data: { closedAt: START } });
  const keeping = keepingOf(caller, {
    question: ChatCompletionRequest.parse(question),
    model: modelById("parley-swift"),
    maxAgeS: 60,
  });
  const use = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0, estimated: false };
  await keeper(keeping, "application/json", after(0))?.("{}", { use, costMicros: 3n });
  expect(await db.keptAnswer.count({ where: { userId: program.userId } })).toBe(0);
});
