import "server-only";
import type { MessageStatus } from "@/lib/chat/schema";
import { db } from "@/lib/db/client";

export type AnswerEnd = { content: string; status: MessageStatus; finishReason: string | null };

/** How an answer of the person stands. */
export async function findEnd(userId: string, conversationId: string, id: string): Promise<AnswerEnd | undefined> {
  const row = await db.message.findFirst({
    where: { id, conversationId, role: "assistant", conversation: { userId, deletedAt: null } },
    select: { content: true, status: true, finishReason: true },
  });
  return row ?? undefined;
}
