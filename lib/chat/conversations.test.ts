import { describe, expect, test } from "vitest";
import { listConversations } from "@/lib/chat/conversation-list";
import {
  archiveConversation,
  configureConversation,
  deleteConversation,
  dropDeletedConversations,
  PIN_LIMIT,
  pinConversation,
  renameConversation,
  restoreConversation,
} from "@/lib/chat/conversations";
import { giveFeedback } from "@/lib/chat/feedback";
import { sendMessage } from "@/lib/chat/send";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { aConversation, anEmptyConversation } from "@/lib/chat/testing/tree";
import { olderMessages, requireConversation, selectBranch } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

const codeOf = (code: string): unknown => expect.objectContaining({ code });

/** All that belongs to a person and could be changed by another. */
function rowsOf(viewer: Viewer) {
  const where = { userId: viewer.id };
  return Promise.all([
    db.conversation.findMany({ where, orderBy: { id: "asc" } }),
    db.message.findMany({ where: { conversation: where }, orderBy: { id: "asc" } }),
    db.messageFeedback.findMany({ where: { message: { conversation: where } } }),
  ]);
}

/** Everything that a signed-in person can do to a conversation and a message that they name. */
const DEEDS: Record<string, (viewer: Viewer, conversationId: string, messageId: string) => Promise<unknown>> = {
  open: (viewer, conversationId) => requireConversation(viewer, conversationId),
  older: (viewer, conversationId, beforeId) => olderMessages(viewer, { conversationId, beforeId }),
  selectBranch: (viewer, conversationId, messageId) => selectBranch(viewer, { conversationId, messageId }),
  rename: (viewer, conversationId) => renameConversation(viewer, { conversationId, title: "Mine" }),
  pin: (viewer, conversationId) => pinConversation(viewer, { conversationId, pinned: true }),
  archive: (viewer, conversationId) => archiveConversation(viewer, { conversationId, archived: true }),
  configure: (viewer, conversationId) =>
    configureConversation(viewer, { conversationId, instructions: "Mine", temperatureCenti: 0 }),
  remove: (viewer, conversationId) => deleteConversation(viewer, { conversationId }),
  feedback: (viewer, _conversationId, messageId) => giveFeedback(viewer, { messageId, verdict: "up" }),
};

describe.each(Object.entries(DEEDS))("%s", (_name, deed) => {
  test("with a conversation of another person is not found, and leaves their rows as they were", async () => {
    const [owner, stranger] = [await aPerson(), await aPerson()];
    const { id, messageIds } = await aConversation(owner);
    const own = await aConversation(stranger);
    const before = [await rowsOf(owner), await rowsOf(stranger)];
    await expect(deed(stranger, id, messageIds[1]!)).rejects.toEqual(codeOf("not_found"));
    expect([await rowsOf(owner), await rowsOf(stranger)]).toEqual(before);
    await expect(deed(stranger, own.id, own.messageIds[1]!)).resolves.not.toThrow();
  });

  test("with a deleted or unknown one is not found", async () => {
    const viewer = await aPerson();
    const { id, messageIds } = await aConversation(viewer, 2, { deletedAt: new Date() });
    const before = await rowsOf(viewer);
    await expect(deed(viewer, id, messageIds[1]!)).rejects.toEqual(codeOf("not_found"));
    await expect(deed(viewer, newId(), newId())).rejects.toEqual(codeOf("not_found"));
    expect(await rowsOf(viewer)).toEqual(before);
  });
});

test("a conversation whose id is none is not found", async () => {
  await expect(requireConversation(await aPerson(), "1 OR 1=1")).rejects.toEqual(codeOf("not_found"));
});

test("a title that the person wrote is marked as theirs", async () => {
  const viewer = await aPerson();
  const { id } = await anEmptyConversation(viewer);
  await renameConversation(viewer, { conversationId: id, title: "Greetings" });
  expect(await db.conversation.findUnique({ where: { id } })).toMatchObject({
    title: "Greetings",
    titleSource: "person",
  });
});

test("pinning and archiving are taken back by the same word", async () => {
  const viewer = await aPerson();
  const conversationId = (await anEmptyConversation(viewer)).id;
  await pinConversation(viewer, { conversationId, pinned: true });
  await archiveConversation(viewer, { conversationId, archived: true });
  expect(await requireConversation(viewer, conversationId)).toMatchObject({ isPinned: true, isArchived: true });
  await pinConversation(viewer, { conversationId, pinned: false });
  await archiveConversation(viewer, { conversationId, archived: false });
  expect(await requireConversation(viewer, conversationId)).toMatchObject({ isPinned: false, isArchived: false });
});

test("no more are pinned than the list shows, and the refusal says what to do", async () => {
  const viewer = await aPerson();
  for (let at = 0; at < PIN_LIMIT; at += 1) await anEmptyConversation(viewer, { pinnedAt: new Date() });
  const { id } = await anEmptyConversation(viewer);
  await expect(pinConversation(viewer, { conversationId: id, pinned: true })).rejects.toThrow(
    "You can pin 50 chats. Unpin one first.",
  );
  expect((await listConversations(viewer)).conversations).toHaveLength(PIN_LIMIT + 1);
});

test("the last place is given once, however many ask for it at the same moment", async () => {
  const viewer = await aPerson();
  for (let at = 1; at < PIN_LIMIT; at += 1) await anEmptyConversation(viewer, { pinnedAt: new Date() });
  const asking = await Promise.all(Array.from({ length: 5 }, () => anEmptyConversation(viewer)));
  const outcomes = await Promise.allSettled(
    asking.map(({ id }) => pinConversation(viewer, { conversationId: id, pinned: true })),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
    "rejected",
    "rejected",
  ]);
  expect(await db.conversation.count({ where: { userId: viewer.id, pinnedAt: { not: null } } })).toBe(PIN_LIMIT);
});

test("what is pinned already may be pinned again, and what is put away or deleted takes no place", async () => {
  const viewer = await aPerson();
  const pinnedAt = new Date("2026-11-01T00:00:00Z");
  const [first] = await Promise.all(Array.from({ length: PIN_LIMIT }, () => anEmptyConversation(viewer, { pinnedAt })));
  await pinConversation(viewer, { conversationId: first!.id, pinned: true });
  expect((await listConversations(viewer)).conversations[0]).toMatchObject({ id: first!.id });
  const { id } = await anEmptyConversation(viewer);
  await archiveConversation(viewer, { conversationId: first!.id, archived: true });
  await pinConversation(viewer, { conversationId: id, pinned: true });
  await expect(pinConversation(viewer, { conversationId: newId(), pinned: true })).rejects.toEqual(codeOf("conflict"));
});

test("instructions and temperature are kept with the conversation, and taken back", async () => {
  const viewer = await aPerson();
  const conversationId = (await anEmptyConversation(viewer)).id;
  await configureConversation(viewer, { conversationId, instructions: "Be brief.", temperatureCenti: 70 });
  expect(await requireConversation(viewer, conversationId)).toMatchObject({
    instructions: "Be brief.",
    temperatureCenti: 70,
  });
  await configureConversation(viewer, { conversationId, instructions: "", temperatureCenti: null });
  const thread = await requireConversation(viewer, conversationId);
  expect(thread).not.toHaveProperty("instructions");
  expect(thread).not.toHaveProperty("temperatureCenti");
});

describe("a conversation that is deleted", () => {
  test("leaves the ledger, and what is left of the allowance, as they were", async () => {
    const viewer = await aPerson();
    const { conversationId } = (await converse(viewer)).start;
    const before = await allowanceFor(viewer.id);
    expect(before.usedMicros).toBeGreaterThan(0n);
    await deleteConversation(viewer, { conversationId });
    expect(await allowanceFor(viewer.id)).toEqual(before);
    await expect(sendMessage(viewer, aMessage({ conversationId }))).rejects.toEqual(codeOf("not_found"));
  });

  test("comes back as it was", async () => {
    const viewer = await aPerson();
    const { id } = await aConversation(viewer, 4);
    const before = [await requireConversation(viewer, id), await listConversations(viewer)];
    await deleteConversation(viewer, { conversationId: id });
    await restoreConversation(viewer, { conversationId: id });
    await restoreConversation(viewer, { conversationId: id });
    expect([await requireConversation(viewer, id), await listConversations(viewer)]).toEqual(before);
  });

  test("is not brought back by another person", async () => {
    const [owner, stranger] = [await aPerson(), await aPerson()];
    const { id } = await aConversation(owner, 2, { deletedAt: new Date() });
    await expect(restoreConversation(stranger, { conversationId: id })).rejects.toEqual(codeOf("not_found"));
    await expect(requireConversation(owner, id)).rejects.toEqual(codeOf("not_found"));
  });

  test("stops what is being written in it", async () => {
    const viewer = await aPerson();
    const sent = await sendMessage(viewer, aMessage({ message: "Write a long story [sandbox:stall]" }));
    const { conversationId } = await db.generation.findUniqueOrThrow({ where: { id: sent.generationId } });
    await deleteConversation(viewer, { conversationId: conversationId! });
    const { last } = await hear(sent.frames);
    expect(last).toMatchObject({ type: "done", finishReason: "stopped" });
    expect(await allowanceFor(viewer.id)).toMatchObject({ reservedMicros: 0n });
  });

  test("is gone for good after thirty days, with its messages; the run and the ledger stay", async () => {
    const viewer = await aPerson();
    const { conversationId, generationId } = (await converse(viewer)).start;
    const kept = await aConversation(viewer, 2);
    const at = new Date("2026-11-01T00:00:00Z");
    await deleteConversation(viewer, { conversationId }, () => at);
    const used = await allowanceFor(viewer.id);
    await dropDeletedConversations(() => new Date("2026-12-01T00:00:00Z"));
    expect(await db.message.count({ where: { conversationId } })).toBe(3);

    await dropDeletedConversations(() => new Date("2026-12-01T00:00:01Z"));
    expect(await db.message.count({ where: { conversationId } })).toBe(0);
    await expect(restoreConversation(viewer, { conversationId })).rejects.toEqual(codeOf("not_found"));
    expect(await db.generation.findUnique({ where: { id: generationId } })).toMatchObject({
      conversationId: null,
      messageId: null,
    });
    expect(await db.ledgerTransfer.count({ where: { sourceId: generationId } })).toBe(2);
    expect(await allowanceFor(viewer.id)).toEqual(used);
    expect((await requireConversation(viewer, kept.id)).messages).toHaveLength(2);
  });

  test("is swept with however many others there are", async () => {
    const viewer = await aPerson();
    for (let at = 0; at < 105; at += 1) await anEmptyConversation(viewer, { deletedAt: new Date(0) });
    expect(await dropDeletedConversations()).toBeGreaterThanOrEqual(105);
    expect(await db.conversation.count({ where: { userId: viewer.id } })).toBe(0);
  });
});
