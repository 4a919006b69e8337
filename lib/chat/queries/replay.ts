import "server-only";
import type { AnswerIds } from "@/lib/chat/live-answer";
import { db } from "@/lib/db/client";

export type KnownRequest = {
  generationId: string;
  conversationId: string | null;
  messageId: string | null;
  requestHash: string;
};

export type RunState = {
  status: "running" | "completed" | "stopped" | "interrupted" | "failed";
  finishReason: string | null;
  errorCode: string | null;
  /** From the offset that was asked for on. */
  text: string;
  /** UTF-16 units of all of it. */
  length: number;
};

/** What became of a generation that its own writer could not end. */
export type Standing = { isRunning: boolean; wasStopped: boolean; seenLength: number | null };

/** The generation that an earlier post of the same request began. */
export async function findRequest(userId: string, clientRequestId: string): Promise<KnownRequest | undefined> {
  const row = await db.generation.findUnique({
    where: { userId_clientRequestId: { userId, clientRequestId } },
    select: { id: true, conversationId: true, messageId: true, requestHash: true },
  });
  if (!row) return undefined;
  const { id: generationId, ...rest } = row;
  return { generationId, ...rest };
}

/** The answer of a generation, for listening on. Nothing for a temporary one, of which nothing is stored. */
export async function findAnswer(userId: string, generationId: string): Promise<AnswerIds | undefined> {
  const row = await db.generation.findUnique({
    where: { id: generationId, userId, isTemporary: false, conversation: { deletedAt: null } },
    select: { conversationId: true, messageId: true },
  });
  const { conversationId = null, messageId = null } = row ?? {};
  return conversationId === null || messageId === null ? undefined : { generationId, conversationId, messageId };
}

/** How far a generation is, and its text from `offset` (UTF-16 units) on: the pieces while it runs, then the message. */
export async function findRun(userId: string, generationId: string, offset: number): Promise<RunState | undefined> {
  const run = await db.generation.findUnique({
    where: { id: generationId, userId },
    select: {
      status: true,
      finishReason: true,
      errorCode: true,
      message: { select: { content: true } },
      events: { where: { to: { gt: offset } }, orderBy: { from: "asc" }, select: { from: true, text: true } },
    },
  });
  if (!run) return undefined;
  const { events, message, ...state } = run;
  const stored = events.map(({ from, text }) => text.slice(Math.max(0, offset - from))).join("");
  const text = state.status === "running" ? stored : (message?.content.slice(offset) ?? stored);
  const length = state.status === "running" || !message ? offset + text.length : message.content.length;
  return { ...state, text, length };
}

/** Where its own writer stands, who could not end it. */
export async function findStanding(userId: string, generationId: string): Promise<Standing | undefined> {
  const row = await db.generation.findUnique({
    where: { id: generationId, userId },
    select: { status: true, stopRequestedAt: true, stopSeenLength: true },
  });
  if (!row) return undefined;
  const isRunning = row.status === "running";
  return { isRunning, wasStopped: row.stopRequestedAt !== null, seenLength: row.stopSeenLength };
}
