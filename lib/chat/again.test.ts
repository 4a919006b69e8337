import { beforeEach, describe, expect, test } from "vitest";
import { deleteConversation } from "@/lib/chat/conversations";
import { GO_ON } from "@/lib/chat/drafts";
import { sendMessage } from "@/lib/chat/send";
import { stopGeneration } from "@/lib/chat/stop";
import { listenIn } from "@/lib/chat/testing/listen-in";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { aConversation } from "@/lib/chat/testing/tree";
import { requireConversation, selectBranch } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

const codeOf = (code: string): unknown => expect.objectContaining({ code });

let ann: Viewer;
beforeEach(async () => {
  ann = await aPerson();
});

const regenerate = (conversationId: string, messageId: string) => ({
  conversationId,
  regenerate: messageId,
  clientRequestId: newId(),
});
const goOn = (conversationId: string, messageId: string) => ({
  conversationId,
  continue: messageId,
  clientRequestId: newId(),
});

/** An answer that broke off after these words. */
async function aBrokenAnswer(
  content: string,
  change: { status?: "interrupted" | "stopped"; finishReason?: string } = {},
) {
  const { id, messageIds } = await aConversation(ann, 2);
  const status = change.status ?? "interrupted";
  await db.message.update({
    where: { id: messageIds[1]! },
    data: {
      content,
      status: change.finishReason ? "complete" : status,
      errorCode: change.finishReason || status === "stopped" ? null : "model_cut_off",
      ...change,
    },
  });
  return { conversationId: id, messageId: messageIds[1]!, questionId: messageIds[0]! };
}

function rowsOf(viewer: Viewer) {
  const where = { userId: viewer.id };
  return Promise.all([
    db.message.count({ where: { conversation: where } }),
    db.generation.count({ where }),
    db.reservation.count({ where }),
    db.conversation.findMany({ where }),
  ]);
}

describe("another answer", () => {
  test("stands beside the first one, is open, and hears just what the first one heard", async () => {
    const first = await converse(ann, { message: "Tell me about rivers" });
    const { conversationId, messageId } = first.start;
    const { last } = listenIn();
    const again = await hear((await sendMessage(ann, regenerate(conversationId, messageId))).frames);
    expect(last().messages).toEqual([{ role: "user", content: "Tell me about rivers" }]);
    const { messages } = await requireConversation(ann, conversationId);
    expect(messages).toMatchObject([
      { role: "user", content: "Tell me about rivers" },
      { id: again.start.messageId, status: "complete", siblings: { number: 2, count: 2, previousId: messageId } },
    ]);
    expect(await db.message.count({ where: { conversationId } })).toBe(4);
  });

  test("can be asked for by the question too", async () => {
    const { conversationId, messageId } = (await converse(ann)).start;
    const { parentId } = await db.message.findUniqueOrThrow({ where: { id: messageId } });
    const again = await hear((await sendMessage(ann, regenerate(conversationId, parentId!))).frames);
    expect(await db.message.findUnique({ where: { id: again.start.messageId } })).toMatchObject({ parentId });
  });

  test("from the middle leaves what came after on its own branch", async () => {
    const { conversationId, messageId } = (await converse(ann, { message: "One" })).start;
    const { start } = await converse(ann, { conversationId, message: "Two" });
    const { last } = listenIn();
    await hear((await sendMessage(ann, regenerate(conversationId, messageId))).frames);
    expect(last().messages).toHaveLength(1);
    expect((await requireConversation(ann, conversationId)).messages).toHaveLength(2);
    const back = await selectBranch(ann, { conversationId, messageId });
    expect(back.messages.at(-1)).toMatchObject({ id: start.messageId });
  });

  test("posted three times at once is one call, one charge and one more message", async () => {
    const { conversationId, messageId } = (await converse(ann)).start;
    const request = regenerate(conversationId, messageId);
    const { calls } = listenIn();
    const sent = await Promise.all([1, 2, 3].map(() => sendMessage(ann, request)));
    const heard = await Promise.all(sent.map(({ frames }) => hear(frames)));
    expect(new Set(heard.map(({ start }) => start.messageId)).size).toBe(1);
    expect(calls()).toHaveLength(1);
    expect((await rowsOf(ann)).slice(0, 3)).toEqual([4, 2, 2]);
  });

  test("under the id of another request is a conflict", async () => {
    const message = aMessage();
    const { start } = await hear((await sendMessage(ann, message)).frames);
    const { clientRequestId } = message;
    const other = { ...regenerate(start.conversationId, start.messageId), clientRequestId };
    await expect(sendMessage(ann, other)).rejects.toEqual(codeOf("conflict"));
  });

  test("while the first one is being written is a conflict", async () => {
    const sent = await sendMessage(ann, aMessage({ message: "Write a long story [sandbox:stall]" }));
    const { conversationId, messageId } = await db.generation.findUniqueOrThrow({ where: { id: sent.generationId } });
    await expect(sendMessage(ann, regenerate(conversationId!, messageId!))).rejects.toEqual(codeOf("conflict"));
    await stopGeneration(ann, sent.generationId, {});
    await hear(sent.frames);
    await expect(sendMessage(ann, regenerate(conversationId!, messageId!))).resolves.toBeDefined();
  });
});

describe("the rest of an answer", () => {
  test("begins with what was there, goes on from it, and is charged for the rest alone", async () => {
    const kept = "Rivers begin high up — 🏔️ and";
    const { conversationId, messageId, questionId } = await aBrokenAnswer(kept);
    const { last } = listenIn();
    const heard = await hear((await sendMessage(ann, goOn(conversationId, messageId))).frames);
    expect(last().messages).toEqual([
      { role: "user", content: "No. 1" },
      { role: "assistant", content: kept },
      { role: "user", content: GO_ON },
    ]);
    expect(heard.text.startsWith(kept)).toBe(true);
    expect(heard.text.length).toBeGreaterThan(kept.length);
    const { messages } = await requireConversation(ann, conversationId);
    expect(messages).toMatchObject([
      { id: questionId },
      { content: heard.text, status: "complete", siblings: { number: 2, count: 2, previousId: messageId } },
    ]);
    const usage = heard.events.find((event) => event.type === "usage");
    expect(await allowanceFor(ann.id)).toMatchObject({ usedMicros: BigInt(usage!.costMicros), reservedMicros: 0n });
  });

  test("that is stopped at once keeps what was there, to the last unit", async () => {
    const kept = "So far 🏔️";
    const { conversationId } = await aBrokenAnswer(kept);
    const { messages } = await requireConversation(ann, conversationId);
    await db.message.update({ where: { id: messages[0]!.id }, data: { content: "[sandbox:stall]" } });
    const sent = await sendMessage(ann, goOn(conversationId, messages[1]!.id));
    await stopGeneration(ann, sent.generationId, { seenLength: 0 });
    const { last } = await hear(sent.frames);
    expect(last).toMatchObject({ type: "done", finishReason: "stopped" });
    const content = (await requireConversation(ann, conversationId)).messages[1]!.content;
    expect(content.startsWith(kept)).toBe(true);
    const pieces = await db.generationEvent.findMany({
      where: { generationId: sent.generationId },
      orderBy: { from: "asc" },
    });
    expect(pieces[0]).toMatchObject({ from: 0, to: kept.length, text: kept });
  });

  test.each([
    ["was stopped", { status: "stopped" as const }],
    ["reached its longest", { finishReason: "length" }],
  ])("is given of one that %s", async (_what, change) => {
    const { conversationId, messageId } = await aBrokenAnswer("So far", change);
    await expect(sendMessage(ann, goOn(conversationId, messageId))).resolves.toBeDefined();
  });

  test("of a whole answer, or of one that never began, is a conflict that says so, and writes nothing", async () => {
    const whole = (await converse(ann)).start;
    const empty = await aBrokenAnswer("");
    const before = await rowsOf(ann);
    await expect(sendMessage(ann, goOn(whole.conversationId, whole.messageId))).rejects.toThrow(
      "This answer did not break off, so there is nothing to go on with.",
    );
    await expect(sendMessage(ann, goOn(empty.conversationId, empty.messageId))).rejects.toThrow(
      "Nothing of this answer is there yet. Ask for another one instead.",
    );
    expect(await rowsOf(ann)).toEqual(before);
  });
});

describe.each([
  ["another answer", regenerate],
  ["the rest of an answer", goOn],
])("%s", (_what, request) => {
  test("in a conversation of another person, of another conversation, deleted or unknown is not found", async () => {
    const owner = ann;
    const theirs = await aBrokenAnswer("So far");
    const stranger = await aPerson();
    const own = await aConversation(stranger, 2);
    const deleted = await aConversation(stranger, 2);
    await deleteConversation(stranger, { conversationId: deleted.id });
    const before = [await rowsOf(owner), await rowsOf(stranger), await allowanceFor(stranger.id)];
    for (const [conversationId, messageId] of [
      [theirs.conversationId, theirs.messageId],
      [own.id, theirs.messageId],
      [own.id, own.rootId],
      [own.id, newId()],
      [deleted.id, deleted.messageIds[1]!],
      [newId(), newId()],
    ] as const)
      await expect(sendMessage(stranger, request(conversationId, messageId))).rejects.toEqual(codeOf("not_found"));
    expect([await rowsOf(owner), await rowsOf(stranger), await allowanceFor(stranger.id)]).toEqual(before);
  });
});
