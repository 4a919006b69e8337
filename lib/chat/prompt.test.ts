import { beforeEach, describe, expect, test } from "vitest";
import { configureConversation } from "@/lib/chat/conversations";
import { admit as admitted, heldTokens } from "@/lib/chat/testing/admit";
import { listenIn } from "@/lib/chat/testing/listen-in";
import { aMessage, aPerson, converse } from "@/lib/chat/testing/person";
import { aConversation } from "@/lib/chat/testing/tree";
import { requireConversation } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import type { Model } from "@/lib/usage/models-file";

let ann: Viewer;
beforeEach(async () => {
  ann = await aPerson();
  await allowanceFor(ann.id);
});

const admit = (change: Parameters<typeof aMessage>[0], model: Partial<Model> = {}) =>
  admitted(ann, aMessage(change), model);

describe("instructions and temperature", () => {
  test("of a first message are kept with the conversation and followed from the first answer on", async () => {
    const { last } = listenIn();
    const { start } = await converse(ann, { instructions: "Be brief.", temperatureCenti: 20 });
    expect(last()).toMatchObject({ temperature: 0.2, messages: [{ role: "system", content: "Be brief." }, {}] });
    const { conversationId } = start;
    expect(await requireConversation(ann, conversationId)).toMatchObject({
      instructions: "Be brief.",
      temperatureCenti: 20,
    });
    await configureConversation(ann, { conversationId, instructions: "Be long.", temperatureCenti: null });
    await converse(ann, { conversationId, message: "More" });
    expect(last().messages[0]).toEqual({ role: "system", content: "Be long." });
    expect(last()).not.toHaveProperty("temperature");
  });

  test("are on hold with the prompt", async () => {
    const { id } = await aConversation(ann, 2);
    const plain = await admit({ conversationId: id, message: "Hi" }, {});
    await db.message.updateMany({ where: { status: "streaming" }, data: { status: "complete" } });
    await configureConversation(ann, { conversationId: id, instructions: "x".repeat(300), temperatureCenti: null });
    const { id: other } = await aConversation(ann, 2);
    const without = await heldTokens(plain.found);
    await configureConversation(ann, { conversationId: other, instructions: "x".repeat(300), temperatureCenti: null });
    const { found } = await admit({ conversationId: other, message: "Hi" }, {});
    expect(await heldTokens(found)).toBe(without + 104);
  });
});

describe("a long conversation", () => {
  test("is heard from the end as far as it fits, and the answer says how much was left out", async () => {
    const { id, messageIds } = await aConversation(ann, 40);
    // Each earlier message is bound to take 6 or 7 tokens, the question 5.
    const { found } = await admit(
      { conversationId: id, message: "Hi" },
      { contextTokens: 5 + 4 + 60, maxOutputTokens: 4 },
    );
    expect(found.context!.map((one) => one.id)).toEqual(messageIds.slice(-found.context!.length));
    expect(found.context!.length).toBeGreaterThan(5);
    expect(found.context!.length).toBeLessThan(13);
    const answer = await db.message.findUniqueOrThrow({ where: { id: found.messageId } });
    expect(answer).toMatchObject({ omittedCount: 40 - found.context!.length, depth: 42 });
  });

  test("that fits is heard whole, and nothing is said to be left out", async () => {
    const { id } = await aConversation(ann, 40);
    const { found } = await admit({ conversationId: id, message: "Hi" }, {});
    expect(found.context).toHaveLength(40);
    expect(await db.message.findUnique({ where: { id: found.messageId } })).toMatchObject({ omittedCount: 0 });
  });

  test("is looked at no further than a thousand messages up, however much would fit", async () => {
    const { id } = await aConversation(ann, 1_500);
    const { found } = await admit({ conversationId: id, message: "Hi" }, {});
    expect(found.context).toHaveLength(1_000);
    expect(await db.message.findUnique({ where: { id: found.messageId } })).toMatchObject({ omittedCount: 500 });
  });

  test("without room for even its last message is heard not at all", async () => {
    const { id } = await aConversation(ann, 4);
    const { found } = await admit(
      { conversationId: id, message: "Hi" },
      { contextTokens: 5 + 4 + 3, maxOutputTokens: 4 },
    );
    expect(found).toMatchObject({ context: null, excessTokens: -3 });
    expect(await db.message.findUnique({ where: { id: found.messageId } })).toMatchObject({ omittedCount: 4 });
  });

  test("whose question alone is too long for another model is refused when another answer is wanted", async () => {
    const { id, messageIds } = await aConversation(ann, 2);
    await db.message.update({ where: { id: messageIds[0]! }, data: { content: "x".repeat(3_000) } });
    const request = { conversationId: id, regenerate: messageIds[1]!, clientRequestId: newId() };
    const { found, refusal } = await admitted(ann, request, { contextTokens: 500, maxOutputTokens: 100 });
    expect(found).toMatchObject({ generationId: null, excessTokens: 1_004 - 400 });
    expect(refusal).toMatchObject({ code: "context_too_long", status: 400 });
  });
});
