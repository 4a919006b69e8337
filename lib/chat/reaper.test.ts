import { expect, test } from "vitest";
import { requireConversation } from "@/lib/chat/conversations";
import { chatJobs } from "@/lib/chat/jobs";
import { finishGeneration } from "@/lib/chat/queries/finish";
import { dropPieces, storePieces } from "@/lib/chat/queries/pieces";
import { admitSend } from "@/lib/chat/queries/send";
import { reapSilentGenerations } from "@/lib/chat/reaper";
import { aPerson } from "@/lib/chat/testing/person";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { MINUTE_MS, plusMs, SECOND_MS } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { modelById } from "@/lib/usage/catalogue";

const codeless = { finishReason: undefined, errorCode: undefined };

/** A send whose process dies right after it was admitted, with so much of its answer stored. */
async function deserted(viewer: Viewer, pieces: readonly string[], now = new Date()) {
  await allowanceFor(viewer.id);
  const { generationId, conversationId, messageId } = await admitSend({
    userId: viewer.id,
    thread: undefined,
    message: "Tell me",
    title: "Tell me",
    model: modelById(undefined),
    clientRequestId: newId(),
    requestHash: "x",
    ownTokens: 100,
    roomTokens: 1_000,
    now,
  });
  let from = 0;
  for (const text of pieces) {
    await storePieces([{ generationId: generationId!, from, to: from + text.length, text }], now);
    from += text.length;
  }
  return { generationId: generationId!, conversationId, messageId, now };
}

test("a silent generation is ended as interrupted: its stored text is kept, and charged by estimate", async () => {
  const viewer = await aPerson();
  const { conversationId, generationId, now } = await deserted(viewer, ["Once upon ", "a time"]);
  await reapSilentGenerations(() => plusMs(now, 2 * MINUTE_MS));
  const { messages } = await requireConversation(viewer, conversationId);
  expect(messages.at(-1)).toMatchObject({
    content: "Once upon a time",
    status: "interrupted",
    errorCode: "model_cut_off",
  });
  const settle = await db.ledgerTransfer.findFirstOrThrow({ where: { sourceId: generationId, kind: "settle" } });
  expect(settle).toMatchObject({ estimated: true, inputTokens: 75, outputTokens: 4 });
  expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: 19n + 8n, reservedMicros: 0n });
});

test("one of which nothing was stored costs nothing", async () => {
  const viewer = await aPerson();
  const { conversationId, now } = await deserted(viewer, []);
  await reapSilentGenerations(() => plusMs(now, 2 * MINUTE_MS));
  const { messages } = await requireConversation(viewer, conversationId);
  expect(messages.at(-1)).toMatchObject({ content: "", status: "failed", errorCode: "model_down" });
  expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: 0n, reservedMicros: 0n });
});

test("one that gave a sign of life a moment ago is left alone", async () => {
  const viewer = await aPerson();
  const { generationId, now } = await deserted(viewer, ["a"]);
  await storePieces([{ generationId, from: 1, to: 1, text: "" }], plusMs(now, 50 * SECOND_MS));
  await reapSilentGenerations(() => plusMs(now, 100 * SECOND_MS));
  expect(await db.generation.findUniqueOrThrow({ where: { id: generationId } })).toMatchObject({ status: "running" });
});

test("two reapers and the process that was only slow end it once", async () => {
  const viewer = await aPerson();
  const { generationId, now } = await deserted(viewer, ["Once upon a time"]);
  const inference = {
    text: "Once upon a time.",
    charge: undefined,
    ending: { kind: "stopped" },
    providerRequestId: undefined,
    firstTokenMs: undefined,
    durationMs: 1,
  } as const;
  const facts = {
    userId: viewer.id,
    sourceId: generationId,
    kind: "chat",
    model: "m",
    turns: [],
    inference,
    now,
  } as const;
  const late = () => plusMs(now, 2 * MINUTE_MS);
  await Promise.all([
    reapSilentGenerations(late),
    finishGeneration({ generationId, outcome: { status: "completed", ...codeless }, text: inference.text, facts }),
    reapSilentGenerations(late),
  ]);
  const endings = { sourceId: generationId, kind: { in: ["settle", "release"] } } as const;
  expect(
    await db.ledgerTransfer.count({ where: { sourceId: endings.sourceId, kind: { in: [...endings.kind.in] } } }),
  ).toBe(1);
  expect(await db.openAiInteraction.count({ where: { sourceId: generationId } })).toBe(1);
  expect((await allowanceFor(viewer.id)).reservedMicros).toBe(0n);
});

test("a piece that was stored but not acknowledged, sent again with more, leaves no gap and no overlap", async () => {
  const viewer = await aPerson();
  const { generationId, now } = await deserted(viewer, ["Once "]);
  await storePieces([{ generationId, from: 5, to: 10, text: "upon " }], now);
  await storePieces([{ generationId, from: 5, to: 16, text: "upon a time" }], now);
  await storePieces([{ generationId, from: 5, to: 10, text: "upon " }], now);
  const events = await db.generationEvent.findMany({ where: { generationId }, orderBy: { from: "asc" } });
  expect(events.map(({ from, to, text }) => [from, to, text])).toEqual([
    [0, 5, "Once "],
    [5, 16, "upon a time"],
  ]);
  expect(await db.generation.findUniqueOrThrow({ where: { id: generationId } })).toMatchObject({ storedLength: 16 });
});

test("pieces are dropped once their answer has been whole for a while, and not before", async () => {
  const viewer = await aPerson();
  const old = await deserted(viewer, ["old"]);
  const running = await deserted(viewer, ["new"]);
  const finishedAt = plusMs(old.now, 2 * MINUTE_MS);
  await storePieces(
    [{ generationId: running.generationId, from: 3, to: 4, text: "!" }],
    plusMs(finishedAt, -SECOND_MS),
  );
  await reapSilentGenerations(() => finishedAt);
  const left = async () => {
    const events = await db.generationEvent.findMany({ where: { generation: { userId: viewer.id } } });
    return new Set(events.map(({ generationId }) => generationId));
  };
  await dropPieces(finishedAt);
  expect(await left()).toEqual(new Set([old.generationId, running.generationId]));
  await dropPieces(plusMs(finishedAt, 1));
  expect(await left()).toEqual(new Set([running.generationId]));
});

test("the jobs reap and drop by the clock", async () => {
  const viewer = await aPerson();
  const { generationId } = await deserted(viewer, ["a"]);
  await db.generation.update({
    where: { id: generationId },
    data: { heartbeatAt: new Date(Date.now() - 2 * MINUTE_MS) },
  });
  for (const job of ["chat.reap", "chat.drop-pieces"]) await chatJobs[job]!({}, { attempt: 1, maxAttempts: 1 });
  expect(await db.generation.findUniqueOrThrow({ where: { id: generationId } })).toMatchObject({
    status: "interrupted",
  });
  expect(await db.generationEvent.count({ where: { generationId } })).toBe(1);
});
