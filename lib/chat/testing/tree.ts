import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

export const T0 = Date.UTC(2026, 10, 1, 12);

type Change = { title?: string | null; lastMessageAt?: Date; pinnedAt?: Date; archivedAt?: Date; deletedAt?: Date };

/** A conversation with nothing but its root, which is where it stands. */
export async function anEmptyConversation(
  viewer: Viewer,
  change: Change = {},
): Promise<{ id: string; rootId: string }> {
  const [id, rootId] = [newId(), newId()];
  const createdAt = new Date(T0);
  await db.conversation.create({
    data: {
      id,
      userId: viewer.id,
      title: "Rain",
      currentLeafId: rootId,
      lastMessageAt: createdAt,
      createdAt,
      ...change,
    },
  });
  await db.message.create({ data: { id: rootId, conversationId: id, role: "root", createdAt } });
  return { id, rootId };
}

/** Under `parentId`, one below the other, a question and its answer by turns; the conversation then stands at the last. */
export async function grow(conversationId: string, parentId: string, count: number): Promise<string[]> {
  const { depth } = await db.message.findUniqueOrThrow({ where: { id: parentId } });
  const ids = Array.from({ length: count }, () => newId());
  await db.message.createMany({
    data: ids.map((id, at) => ({
      id,
      conversationId,
      parentId: ids[at - 1] ?? parentId,
      depth: depth + at + 1,
      role: (depth + at) % 2 === 0 ? ("user" as const) : ("assistant" as const),
      content: `No. ${depth + at + 1}`,
      createdAt: new Date(T0 + depth + at + 1),
    })),
  });
  await db.conversation.update({ where: { id: conversationId }, data: { currentLeafId: ids.at(-1) ?? parentId } });
  return ids;
}

/** A conversation of so many messages below its root, and their ids from the top. */
export async function aConversation(viewer: Viewer, count = 2, change: Change = {}) {
  const { id, rootId } = await anEmptyConversation(viewer, change);
  return { id, rootId, messageIds: await grow(id, rootId, count) };
}
