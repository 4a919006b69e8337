import "server-only";
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
};

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
  return { ...state, text: state.status === "running" ? stored : (message?.content.slice(offset) ?? stored) };
}
