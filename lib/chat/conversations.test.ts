import { describe, expect, test } from "vitest";
import {
  deleteConversation,
  listConversations,
  renameConversation,
  requireConversation,
} from "@/lib/chat/conversations";
import { sendMessage } from "@/lib/chat/send";
import { aMessage, aPerson, converse } from "@/lib/chat/testing/person";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

const codeOf = (code: string): unknown => expect.objectContaining({ code });

/** Conversations without messages, one a minute, the newest last; two share their time. */
async function conversations(viewer: Viewer, count: number): Promise<void> {
  const start = Date.UTC(2026, 10, 1);
  await db.conversation.createMany({
    data: Array.from({ length: count }, (_, at) => {
      const when = new Date(start + (at - (at % 2)) * 60_000);
      return { id: newId(), userId: viewer.id, title: `No. ${at}`, lastMessageAt: when, createdAt: when };
    }),
  });
}

async function allPages(viewer: Viewer): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listConversations(viewer, cursor === undefined ? {} : { cursor });
    pages.push(page.conversations.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

describe("the list", () => {
  test("shows each conversation once, newest first, over as many pages as it takes", async () => {
    const viewer = await aPerson();
    await conversations(viewer, 65);
    const pages = await allPages(viewer);
    expect(pages.map(({ length }) => length)).toEqual([30, 30, 5]);
    const expected = await db.conversation.findMany({
      where: { userId: viewer.id },
      orderBy: [{ lastMessageAt: "desc" }, { id: "desc" }],
    });
    expect(pages.flat()).toEqual(expected.map(({ id }) => id));
  });

  test("that just fills a page has no further one", async () => {
    const viewer = await aPerson();
    await conversations(viewer, 30);
    expect((await allPages(viewer)).map(({ length }) => length)).toEqual([30]);
  });

  test("has nobody else's, no deleted and no archived ones, and a name for the untitled", async () => {
    const [viewer, other] = [await aPerson(), await aPerson()];
    await conversations(other, 2);
    await conversations(viewer, 3);
    const [first, second, third] = await db.conversation.findMany({
      where: { userId: viewer.id },
      orderBy: { id: "asc" },
    });
    await db.conversation.update({ where: { id: first!.id }, data: { archivedAt: new Date() } });
    await db.conversation.update({ where: { id: second!.id }, data: { title: null } });
    await deleteConversation(viewer, { conversationId: third!.id });
    const { conversations: listed } = await listConversations(viewer);
    expect(listed).toEqual([{ id: second!.id, title: "New chat", lastMessageAt: second!.lastMessageAt }]);
  });

  test("refuses a cursor that is none", async () => {
    const viewer = await aPerson();
    for (const cursor of ["", "nonsense", Buffer.from("2026-11-10T00:00:00Z x").toString("base64url")])
      await expect(listConversations(viewer, { cursor })).rejects.toEqual(codeOf("invalid_input"));
  });
});

describe("a conversation", () => {
  test("of another person, deleted, unknown or no id at all is not found, for every function", async () => {
    const [owner, stranger] = [await aPerson(), await aPerson()];
    const { conversationId } = (await converse(owner)).start;
    const deleted = (await converse(stranger)).start.conversationId;
    await deleteConversation(stranger, { conversationId: deleted });
    for (const id of [conversationId, deleted, newId()]) {
      await expect(requireConversation(stranger, id)).rejects.toEqual(codeOf("not_found"));
      await expect(renameConversation(stranger, { conversationId: id, title: "Mine" })).rejects.toEqual(
        codeOf("not_found"),
      );
      await expect(deleteConversation(stranger, { conversationId: id })).rejects.toEqual(codeOf("not_found"));
    }
    await expect(requireConversation(stranger, "1 OR 1=1")).rejects.toEqual(codeOf("not_found"));
    expect((await requireConversation(owner, conversationId)).title).toBe("Say hello");
  });

  test("is renamed", async () => {
    const viewer = await aPerson();
    const { conversationId } = (await converse(viewer)).start;
    await renameConversation(viewer, { conversationId, title: "Greetings" });
    expect((await requireConversation(viewer, conversationId)).title).toBe("Greetings");
  });

  test("shows under each answer what the ledger took for it, and nothing under one that cost nothing", async () => {
    const viewer = await aPerson();
    const { conversationId } = (await converse(viewer)).start;
    await converse(viewer, { conversationId, message: "[sandbox:500]" });
    const { messages } = await requireConversation(viewer, conversationId);
    const [, first, , failed] = messages;
    expect(first?.receipt?.outputTokens).toBeGreaterThan(0);
    expect(BigInt(first?.receipt?.costMicros ?? 0)).toBe((await allowanceFor(viewer.id)).usedMicros);
    expect(failed).toMatchObject({ status: "failed" });
    expect(failed).not.toHaveProperty("receipt");
    expect(failed).not.toHaveProperty("generationId");
  });

  test("that is deleted leaves the ledger, and what is left of the allowance, as they were", async () => {
    const viewer = await aPerson();
    const { conversationId, generationId } = (await converse(viewer)).start;
    const before = await allowanceFor(viewer.id);
    expect(before.usedMicros).toBeGreaterThan(0n);
    await deleteConversation(viewer, { conversationId });
    expect(await allowanceFor(viewer.id)).toEqual(before);
    expect(await db.ledgerTransfer.count({ where: { sourceId: generationId } })).toBe(2);
    await expect(sendMessage(viewer, aMessage({ conversationId }))).rejects.toEqual(codeOf("not_found"));
  });
});
