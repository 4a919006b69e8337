import { describe, expect, test, vi } from "vitest";
import { providerFor } from "@/lib/adapters/llm/client";
import { archiveConversation } from "@/lib/chat/conversations";
import { requireConversation } from "@/lib/chat/thread";
import { sendMessage } from "@/lib/chat/send";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { rowsOf } from "@/lib/chat/testing/rows";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

const codeOf = (code: string): unknown => expect.objectContaining({ code });

describe("a first message", () => {
  test("streams its answer, and the same conversation is there on a reload", async () => {
    const viewer = await aPerson();
    const heard = await converse(viewer, { message: "Say hello" });
    expect(heard.events.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1])).toEqual([
      "start",
      "delta",
      "usage",
      "done",
    ]);
    expect(heard.text).not.toBe("");
    expect(heard.last).toEqual({ type: "done", finishReason: "stop" });

    const thread = await requireConversation(viewer, heard.start.conversationId);
    expect(thread.title).toBe("Say hello");
    expect(thread.messages).toMatchObject([
      { role: "user", status: "complete", content: "Say hello" },
      { id: heard.start.messageId, role: "assistant", status: "complete", content: heard.text, model: "parley-swift" },
    ]);
  });

  test("numbers its frames by the length of the answer so far", async () => {
    const { events, offsets, text } = await converse(await aPerson(), { message: "Write a long story [sandbox:fast]" });
    let length = 0;
    for (const [at, event] of events.entries()) {
      if (event.type === "delta") length += event.text.length;
      expect(offsets[at]).toBe(length);
    }
    expect(length).toBe(text.length);
  });

  test("costs what the provider says was used: held, settled, and the same on the frame, the ledger and the call's row", async () => {
    const viewer = await aPerson();
    const { events, start } = await converse(viewer);
    const usage = events.find((event) => event.type === "usage");
    const cost = BigInt(usage!.costMicros);
    expect(cost).toBe(BigInt(Math.ceil(usage!.inputTokens * 0.25) + usage!.outputTokens * 2));
    expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: cost, reservedMicros: 0n });
    const call = await db.openAiInteraction.findFirstOrThrow({ where: { sourceId: start.generationId } });
    expect(call).toMatchObject({ costMicros: cost, outcome: "completed", prompt: null, response: null });
    expect(call.providerRequestId).toMatch(/^req_/);
    const settle = await db.ledgerTransfer.findFirstOrThrow({
      where: { sourceId: start.generationId, kind: "settle" },
    });
    expect(settle).toMatchObject({
      estimated: false,
      inputTokens: usage!.inputTokens,
      outputTokens: usage!.outputTokens,
    });
  });
});

describe("a follow-up", () => {
  test("goes on where the conversation stands, and the model hears what came before", async () => {
    const viewer = await aPerson();
    const first = await converse(viewer, { message: "My name is Ada." });
    const { conversationId } = first.start;
    await converse(viewer, { conversationId, message: "And I like rain." });
    const thread = await requireConversation(viewer, conversationId);
    expect(thread.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant"]);
    const [, one, two] = await db.reservation
      .findMany({ where: { userId: viewer.id }, orderBy: { createdAt: "asc" } })
      .then((rows) => [undefined, ...rows]);
    expect(two!.promptTokens).toBeGreaterThan(one!.promptTokens + 8);
  });

  test("to an earlier answer begins another branch, which is the open one", async () => {
    const viewer = await aPerson();
    const first = await converse(viewer, { message: "One" });
    const { conversationId, messageId } = first.start;
    await converse(viewer, { conversationId, message: "Two" });
    await converse(viewer, { conversationId, parentId: messageId, message: "Three" });
    const thread = await requireConversation(viewer, conversationId);
    expect(thread.messages.filter(({ role }) => role === "user").map(({ content }) => content)).toEqual([
      "One",
      "Three",
    ]);
  });

  test("takes the chat out of the archive, once it is admitted; one that is refused leaves it there", async () => {
    const viewer = await aPerson();
    const { conversationId, messageId } = (await converse(viewer, { message: "One" })).start;
    const archivedAt = async () =>
      (await db.conversation.findUniqueOrThrow({ where: { id: conversationId } })).archivedAt;
    const archive = () => archiveConversation(viewer, { conversationId, archived: true });
    await archive();
    await expect(sendMessage(viewer, aMessage({ conversationId, parentId: newId() }))).rejects.toEqual(
      codeOf("not_found"),
    );
    await expect(sendMessage(await aPerson(), aMessage({ conversationId }))).rejects.toEqual(codeOf("not_found"));
    expect(await archivedAt()).not.toBeNull();
    await converse(viewer, { conversationId, message: "Two" });
    expect(await archivedAt()).toBeNull();
    await archive();
    await hear((await sendMessage(viewer, { conversationId, regenerate: messageId, clientRequestId: newId() })).frames);
    expect(await archivedAt()).toBeNull();
  });

  test("while an answer is still being written is a conflict, and writes nothing", async () => {
    const viewer = await aPerson();
    const sent = await sendMessage(viewer, aMessage({ message: "Write a long story [sandbox:stall]" }));
    const { conversationId } = await db.generation.findUniqueOrThrow({ where: { id: sent.generationId } });
    const before = await rowsOf(viewer);
    await expect(sendMessage(viewer, aMessage({ conversationId: conversationId! }))).rejects.toEqual(
      codeOf("conflict"),
    );
    expect(await rowsOf(viewer)).toEqual(before);
  });
});

describe("the same request posted again", () => {
  test("three times at once is one call to the provider, one charge, and one answer that all three hear", async () => {
    const viewer = await aPerson();
    await allowanceFor(viewer.id);
    const message = aMessage({ message: "Tell me about rivers" });
    const calls = vi.spyOn(providerFor("primary"), "post");
    const sent = await Promise.all([1, 2, 3].map(() => sendMessage(viewer, message)));
    const heard = await Promise.all(sent.map(({ frames }) => hear(frames)));
    expect(new Set(heard.map(({ text }) => text)).size).toBe(1);
    expect(new Set(heard.map(({ start }) => start.generationId)).size).toBe(1);
    expect(calls).toHaveBeenCalledTimes(1);
    expect(await rowsOf(viewer)).toEqual({ conversations: 1, messages: 3, generations: 1, reservations: 1 });
  });

  test("after its end replays the same frames without a new charge", async () => {
    const viewer = await aPerson();
    const message = aMessage();
    const first = await hear((await sendMessage(viewer, message)).frames);
    const again = await hear((await sendMessage(viewer, message)).frames);
    expect(again).toMatchObject({ text: first.text, start: first.start, last: first.last });
    expect(again.events.find(({ type }) => type === "usage")).toEqual(
      first.events.find(({ type }) => type === "usage"),
    );
    expect(await rowsOf(viewer)).toMatchObject({ generations: 1, reservations: 1 });
  });

  test("with another message is a conflict", async () => {
    const viewer = await aPerson();
    const message = aMessage();
    await hear((await sendMessage(viewer, message)).frames);
    await expect(sendMessage(viewer, { ...message, message: "Other" })).rejects.toEqual(codeOf("conflict"));
  });

  test("by another person is another request", async () => {
    const message = aMessage();
    const [one, two] = [await aPerson(), await aPerson()];
    const first = await hear((await sendMessage(one, message)).frames);
    const second = await hear((await sendMessage(two, message)).frames);
    expect(second.start.generationId).not.toBe(first.start.generationId);
  });
});

describe("somebody else's conversation", () => {
  test("is not found, nor its messages as a parent, and nothing of either person changes", async () => {
    const [owner, stranger] = [await aPerson(), await aPerson()];
    const theirs = await converse(owner);
    const own = await converse(stranger);
    const before = [await rowsOf(owner), await rowsOf(stranger), await allowanceFor(stranger.id)];
    const { conversationId, messageId } = theirs.start;
    for (const target of [
      { conversationId },
      { conversationId, parentId: messageId },
      { conversationId: own.start.conversationId, parentId: messageId },
      { conversationId: newId() },
    ]) {
      await expect(sendMessage(stranger, aMessage(target))).rejects.toEqual(codeOf("not_found"));
    }
    expect([await rowsOf(owner), await rowsOf(stranger), await allowanceFor(stranger.id)]).toEqual(before);
  });
});
