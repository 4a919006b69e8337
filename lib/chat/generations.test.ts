import { describe, expect, test } from "vitest";
import { finishAllGenerations, runningAnswer, startGeneration } from "@/lib/chat/generations";
import { sendMessage } from "@/lib/chat/send";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { db } from "@/lib/db/client";
import { eventStream } from "@/lib/platform/event-stream";
import { runInference } from "@/lib/inference/run";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { modelById } from "@/lib/usage/catalogue";
import { reserve } from "@/lib/usage/reservations";

async function reservationOf(sourceId: string) {
  return db.reservation.findUniqueOrThrow({ where: { sourceId } });
}

async function storedAnswerOf({ messageId }: { messageId: string }) {
  return db.message.findUniqueOrThrow({ where: { id: messageId } });
}

describe("a provider that fails before its first word", () => {
  test.each([
    ["401", "model_refused"],
    ["429", "model_busy"],
    ["insufficient_quota", "model_refused"],
    ["500", "model_down"],
    ["not-json", "model_down"],
    ["error-body-200", "model_down"],
    ["context-length", "context_too_long"],
    ["no-such-fault", "question_refused"],
  ])("with %s is told as %s, the question is kept, and nothing is charged", async (sentinel, code) => {
    const viewer = await aPerson();
    const { events, start, last } = await converse(viewer, { message: `Hello [sandbox:${sentinel}]` });
    expect(events.map(({ type }) => type)).toEqual(["start", "error"]);
    expect(last).toMatchObject({ type: "error", code, message: expect.stringMatching(/\w+\./) as string });
    expect(await storedAnswerOf(start)).toMatchObject({
      status: "failed",
      errorCode: code,
      content: "",
    });
    expect(await reservationOf(start.generationId)).toMatchObject({ status: "released", settledMicros: 0n });
    expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: 0n, reservedMicros: 0n });
  });
});

describe("a provider that breaks off", () => {
  test.each(["cut", "error-mid", "eof"])(
    "by %s: the text so far is kept and charged by its estimate",
    async (sentinel) => {
      const viewer = await aPerson();
      const { events, start, last, text } = await converse(viewer, {
        message: `Write about rain [sandbox:${sentinel}]`,
      });
      expect(text.length).toBeGreaterThan(0);
      expect(last).toMatchObject({ type: "error", code: "model_cut_off" });
      expect(events.at(-2)?.type).toBe("usage");
      expect(await storedAnswerOf(start)).toMatchObject({
        status: "interrupted",
        errorCode: "model_cut_off",
        content: text,
      });
      const settle = await db.ledgerTransfer.findFirstOrThrow({
        where: { sourceId: start.generationId, kind: "settle" },
      });
      expect(settle).toMatchObject({ estimated: true });
      expect(settle.outputTokens).toBeGreaterThan(0);
    },
  );

  test("the conversation goes on after it", async () => {
    const viewer = await aPerson();
    const { start } = await converse(viewer, { message: "Write about rain [sandbox:cut]" });
    const next = await converse(viewer, { conversationId: start.conversationId, message: "Go on" });
    expect(next.last).toMatchObject({ type: "done" });
  });
});

describe("a reader who leaves", () => {
  test("does not end the answer: it is written whole, and charged once", async () => {
    const viewer = await aPerson();
    const sent = await sendMessage(viewer, aMessage({ message: "Write a long story" }));
    const reader = eventStream(sent.frames).body!.getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => runningAnswer(viewer.id, sent.generationId)).toBeUndefined();
    const { messageId, status } = await db.generation.findUniqueOrThrow({ where: { id: sent.generationId } });
    expect(status).toBe("completed");
    expect((await storedAnswerOf({ messageId: messageId! })).content.length).toBeGreaterThan(100);
    expect(await reservationOf(sent.generationId)).toMatchObject({ status: "settled" });
  });

  test("two readers at once hear the same text", async () => {
    const viewer = await aPerson();
    const sent = await sendMessage(viewer, aMessage({ message: "Write a long story" }));
    const [one, two] = await Promise.all([hear(sent.frames), hear(sent.frames)]);
    expect(one.text).toBe(two.text);
    expect(one.last).toEqual(two.last);
  });
});

describe("the end of the process", () => {
  test("breaks off what is being written: text kept, usage settled, readers told", async () => {
    const viewer = await aPerson();
    const sent = await sendMessage(viewer, aMessage({ message: "Write about rain [sandbox:stall]" }));
    const heard = hear(sent.frames);
    await expect.poll(() => runningAnswer(viewer.id, sent.generationId)?.text().length ?? 0).toBeGreaterThan(10);
    await finishAllGenerations();
    const { text, last, start } = await heard;
    expect(last).toMatchObject({ type: "error", code: "model_cut_off" });
    expect(await storedAnswerOf(start)).toMatchObject({ status: "interrupted", content: text });
    expect(await reservationOf(sent.generationId)).toMatchObject({ status: "settled" });
  });

  test("before the first word gives everything back", async () => {
    const viewer = await aPerson();
    const sent = await sendMessage(viewer, aMessage({ message: "Hi [sandbox:stall-before]" }));
    await finishAllGenerations();
    expect(await reservationOf(sent.generationId)).toMatchObject({ status: "released" });
    expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: 0n, reservedMicros: 0n });
  });
});

test("a model that over-delivers costs the person what was held, and not more", async () => {
  const viewer = await aPerson();
  const { start } = await converse(viewer);
  const model = modelById(undefined);
  const generationId = newId();
  const { remainingMicros } = await allowanceFor(viewer.id);
  const hold = await reserve(viewer.id, { sourceId: generationId, model, promptTokens: 1 });
  const { conversationId } = start;
  const messageId = newId();
  const createdAt = new Date();
  await db.message.create({
    data: {
      id: messageId,
      conversationId,
      parentId: start.messageId,
      role: "assistant",
      status: "streaming",
      createdAt,
    },
  });
  await db.generation.create({
    data: {
      id: generationId,
      userId: viewer.id,
      messageId,
      clientRequestId: newId(),
      requestHash: "x",
      model: model.id,
      heartbeatAt: createdAt,
      createdAt,
    },
  });
  const ids = { generationId, conversationId, messageId };
  const flooding: typeof runInference = (request, listening) =>
    runInference(request, listening, async (_request, { onPiece }) => {
      onPiece({ kind: "text", text: "much" });
      onPiece({ kind: "finish", reason: "stop" });
      const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1_000_000, reasoningTokens: 0 };
      onPiece({ kind: "usage", usage });
      return "req_flood";
    });
  const run = { ids, userId: viewer.id, model, turns: [], maxOutputTokens: 10 };
  const { events } = await hear(startGeneration(run, undefined, flooding).subscribe);
  expect(events.find(({ type }) => type === "usage")).toMatchObject({ costMicros: Number(hold!.amountMicros) });
  expect((await allowanceFor(viewer.id)).remainingMicros).toBe(remainingMicros - hold!.amountMicros);
  expect((await reservationOf(generationId)).overrunMicros).toBeGreaterThan(0n);
});
