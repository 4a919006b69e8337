import { setTimeout as sleep } from "node:timers/promises";
import { type Broadcast, openBroadcast } from "@/lib/adapters/broadcast/broadcast";
import type { Piece, streamCompletion } from "@/lib/adapters/llm/completion";
import { generationDesk } from "@/lib/chat/generation-desk";
import { chatNews } from "@/lib/chat/news";
import type { storePieces } from "@/lib/chat/queries/pieces";
import { resumeAnswer } from "@/lib/chat/resume";
import { stopGeneration } from "@/lib/chat/stop";
import { type Heard, hear } from "@/lib/chat/testing/person";
import type { Run } from "@/lib/chat/writing";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { runInference } from "@/lib/inference/run";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { modelById } from "@/lib/usage/catalogue";
import { reserve } from "@/lib/usage/reservations";

/** Nobody hears anything, as when the connection for news is gone for good. */
const SILENCE: Broadcast = { listen: () => {}, onStanding: () => {}, isUp: () => false, close: async () => {} };

type ProcessOptions = { isDeaf?: boolean; store?: typeof storePieces };

/** A web process as far as answers go; with others like it on the same database. */
export function aProcess({ isDeaf = false, store }: ProcessOptions = {}) {
  const broadcast = isDeaf
    ? SILENCE
    : openBroadcast(env.database.directUrl, { firstRetryMs: 20, lastRetryMs: 50, pingMs: 5_000 });
  const desk = generationDesk(chatNews(broadcast), store);
  return {
    desk,
    isListening: broadcast.isUp,
    close: broadcast.close,
    hear: async (viewer: Viewer, generationId: string, from = 0): Promise<Heard> =>
      hear(await resumeAnswer(viewer, generationId, String(from), desk)),
    stop: (viewer: Viewer, generationId: string, seenLength?: number) =>
      stopGeneration(viewer, generationId, seenLength === undefined ? {} : { seenLength }, undefined, desk),
  };
}

/** Until news arrive at all of them. */
export async function allListen(
  ...processes: readonly Pick<ReturnType<typeof aProcess>, "isListening">[]
): Promise<void> {
  while (!processes.every(({ isListening }) => isListening())) await sleep(5);
}

/** A model that says what the test tells it to, when the test tells it to. */
export function aModel() {
  let say: (piece: Piece) => void = () => {};
  let finish = () => {};
  let fail: (failure: unknown) => void = () => {};
  const state = { isCalled: false, isAborted: false };
  const complete: typeof streamCompletion = (_request, { onPiece, signal }) =>
    new Promise((resolve, reject) => {
      state.isCalled = true;
      say = onPiece;
      finish = () => {
        onPiece({ kind: "finish", reason: "stop" });
        resolve("req_1");
      };
      fail = reject;
      const abort = () => {
        state.isAborted = true;
        resolve(undefined);
      };
      if (signal.aborted) abort();
      signal.addEventListener("abort", abort);
    });
  const infer: typeof runInference = (request, listening) => runInference(request, listening, complete);
  return {
    infer,
    state,
    say: (text: string) => say({ kind: "text", text }),
    finish: () => finish(),
    fail: (failure: unknown) => fail(failure),
  };
}

export type RunOptions = Partial<Pick<Run, "prefix" | "isTemporary" | "model" | "turns">>;

/** An admitted run whose writing has not begun: rows, hold and all. */
export async function aRun(viewer: Viewer, options: RunOptions = {}): Promise<Run> {
  const { prefix = "", isTemporary = false, model = modelById(undefined), turns = [] } = options;
  const [generationId, conversationId, rootId, messageId] = [newId(), newId(), newId(), newId()];
  const createdAt = new Date();
  await allowanceFor(viewer.id);
  await reserve(viewer.id, { sourceId: generationId, model, promptTokens: 100 });
  if (!isTemporary) {
    const message = { conversationId, createdAt };
    await db.conversation.create({
      data: { id: conversationId, userId: viewer.id, lastMessageAt: createdAt, createdAt },
    });
    await db.message.create({ data: { ...message, id: rootId, role: "root" } });
    const answer = { role: "assistant", status: "streaming", model: model.id } as const;
    await db.message.create({ data: { ...message, ...answer, id: messageId, parentId: rootId } });
  }
  await db.generation.create({
    data: {
      id: generationId,
      userId: viewer.id,
      ...(isTemporary ? { isTemporary } : { conversationId, messageId }),
      clientRequestId: newId(),
      requestHash: "x",
      model: model.id,
      prefixLength: prefix.length,
      storedLength: prefix.length,
      heartbeatAt: createdAt,
      createdAt,
    },
  });
  if (prefix !== "")
    await db.generationEvent.create({ data: { generationId, from: 0, to: prefix.length, text: prefix, createdAt } });
  const ids = { generationId, conversationId, messageId };
  return { ids, userId: viewer.id, model, turns, maxOutputTokens: 1_000, prefix, isTemporary };
}

/** What became of a run, as the database tells it. */
export async function storedOf({ ids, userId }: Run) {
  const { generationId, messageId } = ids;
  const generation = await db.generation.findUniqueOrThrow({ where: { id: generationId } });
  const message = await db.message.findUnique({ where: { id: messageId } });
  const pieces = await db.generationEvent.findMany({ where: { generationId }, orderBy: { from: "asc" } });
  const endings = await db.ledgerTransfer.findMany({
    where: { userId, sourceId: generationId, kind: { not: "reserve" } },
  });
  return { generation, message, pieces, endings };
}
