import { beforeEach, describe, expect, test } from "vitest";
import { storage } from "@/lib/adapters/storage/storage";
import { draftOf } from "@/lib/chat/drafts";
import { uploadFile } from "@/lib/chat/files/files";
import { aPng } from "@/lib/chat/files/testing/samples";
import { turnsWithFiles } from "@/lib/chat/prompt";
import { admitSend } from "@/lib/chat/queries/send";
import { sendMessage } from "@/lib/chat/send";
import { admit as admitted, heldTokens } from "@/lib/chat/testing/admit";
import { listenIn } from "@/lib/chat/testing/listen-in";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { requireConversation } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import type { Model } from "@/lib/usage/models-file";

let ann: Viewer;
beforeEach(async () => {
  ann = await aPerson();
  await allowanceFor(ann.id);
});

const aText = async (viewer: Viewer, words: string) =>
  (await uploadFile(viewer, { name: "notes.md", bytes: Buffer.from(words) })).id;
const aPicture = async (viewer: Viewer) => (await uploadFile(viewer, { name: "cat.png", bytes: aPng() })).id;
const admit = (change: Parameters<typeof aMessage>[0], model: Partial<Model> = {}) =>
  admitted(ann, aMessage(change), model);

describe("files of a question", () => {
  test("are told to the model before it, in their order, now and with every later question", async () => {
    const files = [await aText(ann, "First file"), await aPicture(ann), await aText(ann, "Third file")];
    const { last } = listenIn();
    const { start } = await converse(ann, { message: "What is in them?", attachmentIds: files });
    const parts = [
      { type: "text", text: expect.stringContaining("First file") as string },
      { type: "image_url", image_url: { url: expect.stringMatching(/^data:image\/png;base64,/) as string } },
      { type: "text", text: expect.stringContaining("Third file") as string },
      { type: "text", text: "What is in them?" },
    ];
    expect(last().messages).toMatchObject([{ role: "user", content: parts }]);
    const { conversationId } = start;
    await converse(ann, { conversationId, message: "And?" });
    expect(last().messages).toMatchObject([{ content: parts }, { role: "assistant" }, { content: "And?" }]);
    const { messages } = await requireConversation(ann, conversationId);
    expect(messages[0]?.attachments?.map(({ id }) => id)).toEqual(files);
    expect(messages[1]).not.toHaveProperty("attachments");
  });

  test("are on hold with the prompt, once for the question and again in every later one", async () => {
    const bound = async (id: string) => (await db.attachment.findUniqueOrThrow({ where: { id } })).boundTokens;
    const file = await aText(ann, "words ".repeat(300));
    const { start } = await converse(ann, { message: "Hi", attachmentIds: [file] });
    const held = async (sourceId: string) =>
      (await db.reservation.findUniqueOrThrow({ where: { sourceId } })).promptTokens;
    expect(await held(start.generationId)).toBe((await bound(file)) + 5);
    const next = await converse(ann, { conversationId: start.conversationId, message: "Hi" });
    expect(await held(next.start.generationId)).toBeGreaterThan((await bound(file)) + 5 + 5);
  });

  test("named twice are one", async () => {
    const file = await aText(ann, "Once");
    const { start } = await converse(ann, { attachmentIds: [file, file] });
    expect(await db.messageAttachment.count({ where: { message: { conversationId: start.conversationId } } })).toBe(1);
  });

  test("of another person, or that are gone, are not found, and nothing is written", async () => {
    const stranger = await aPerson();
    const [theirs, own] = [await aText(stranger, "Secret"), await aText(ann, "Mine")];
    for (const attachmentIds of [[theirs], [own, theirs], [newId()]]) {
      const refusal = await sendMessage(ann, aMessage({ attachmentIds })).catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: "not_found",
        fields: { attachmentIds: [expect.stringContaining("Attach")] },
      });
    }
    expect(await db.conversation.count({ where: { userId: ann.id } })).toBe(0);
    expect(await db.messageAttachment.count({ where: { attachmentId: { in: [theirs, own] } } })).toBe(0);
  });

  test("that can not be read end the answer, with nothing charged or held", async () => {
    const picture = await aPicture(ann);
    const { storageKey } = await db.attachment.findUniqueOrThrow({ where: { id: picture } });
    await storage.remove(storageKey);
    const { last } = await converse(ann, { attachmentIds: [picture] });
    expect(last).toMatchObject({ type: "error", code: "files_down" });
    expect(await allowanceFor(ann.id)).toMatchObject({ usedMicros: 0n, reservedMicros: 0n });
  });

  test("are carried over to another answer", async () => {
    const { start } = await converse(ann, { attachmentIds: [await aText(ann, "The file")] });
    const { last } = listenIn();
    const { conversationId, messageId } = start;
    const again = await sendMessage(ann, { conversationId, regenerate: messageId, clientRequestId: newId() });
    await hear(again.frames);
    expect(JSON.stringify(last().messages)).toContain("The file");
  });
});

describe("files that are too long", () => {
  // Room for 1,000 tokens beside the question, which takes 5.
  const small = { contextTokens: 1_105, maxOutputTokens: 100 };
  const long = (words: number) => aText(ann, "word ".repeat(words));

  test("are refused with what to do, and nothing is written", async () => {
    const attachmentIds = [await long(1_000)];
    const { found, refusal } = await admit({ message: "Hi", attachmentIds }, small);
    expect(found.generationId).toBeNull();
    expect(refusal).toMatchObject({ code: "context_too_long", status: 400 });
    expect(refusal?.message).toMatch(
      /^These files are too long for Swift, by about [\d,]+ tokens\. Send fewer of them, or let only their beginning be read\.$/,
    );
    expect(refusal?.fields).toEqual({ attachmentIds: [refusal?.message] });
    expect(await db.conversation.count({ where: { userId: ann.id } })).toBe(0);
  });

  test("are cut to three quarters of the room, each by the same part, when that is asked for", async () => {
    const attachmentIds = [await long(1_000), await long(500)];
    const { found } = await admit({ message: "Hi", attachmentIds, trimFiles: true }, small);
    const links = await db.messageAttachment.findMany({
      where: { messageId: found.questionId },
      orderBy: { position: "asc" },
      select: { boundTokens: true, attachment: { select: { boundTokens: true } } },
    });
    const cuts = links.map(({ boundTokens }) => boundTokens ?? 0);
    expect(cuts[0]! + cuts[1]!).toBeGreaterThan(745);
    expect(cuts[0]! + cuts[1]!).toBeLessThanOrEqual(750);
    const parts = links.map(({ boundTokens, attachment }) => (boundTokens ?? 0) / attachment.boundTokens);
    expect(parts[0]).toBeCloseTo(parts[1]!, 2);
    expect(await heldTokens(found)).toBe(5 + cuts[0]! + cuts[1]!);
  });

  test("stay as cut as they were in later questions, where they are still heard", async () => {
    const attachmentIds = [await long(1_000)];
    const { found } = await admit({ message: "Hi", attachmentIds, trimFiles: true }, small);
    await db.message.update({ where: { id: found.messageId }, data: { status: "complete", content: "Fine" } });
    const next = await admit({ conversationId: found.conversationId, message: "Hi" }, small);
    expect(next.found.context).toMatchObject([{ id: found.questionId, hasFiles: true }, { content: "Fine" }]);
  });

  test("that do fit are not cut, even when that is asked for", async () => {
    const attachmentIds = [await long(100)];
    const { found } = await admit({ message: "Hi", attachmentIds, trimFiles: true }, small);
    expect(await db.messageAttachment.findFirst({ where: { messageId: found.questionId } })).toMatchObject({
      boundTokens: null,
    });
  });

  test("are refused when the pictures among them leave no room", async () => {
    const attachmentIds = [await aPicture(ann), await long(10)];
    const { refusal } = await admit(
      { message: "Hi", attachmentIds, trimFiles: true },
      { contextTokens: 150, maxOutputTokens: 100 },
    );
    expect(refusal?.message).toMatch(/Send fewer of them\.$/);
  });
});

describe("a picture and a model that sees none", () => {
  const blind = { vision: false };

  test("is refused with what to do, and nothing is written", async () => {
    const { found, refusal } = await admit({ attachmentIds: [await aPicture(ann)] }, blind);
    expect(found.generationId).toBeNull();
    expect(refusal).toMatchObject({ code: "invalid_input", status: 400 });
    expect(refusal?.message).toBe("Swift can not look at pictures. Choose another model, or leave them out.");
  });

  test("is refused for another answer too, and no hindrance further up", async () => {
    const { start } = await converse(ann, { attachmentIds: [await aPicture(ann)] });
    const { conversationId, messageId } = start;
    const again = { conversationId, regenerate: messageId, clientRequestId: newId() };
    const refused = await admitted(ann, again, blind);
    expect(refused.found).toMatchObject({ generationId: null, isBlind: true });
    const { found } = await admit({ conversationId, message: "And?" }, blind);
    expect(found.generationId).not.toBeNull();
  });

  test("is named to it where another model was shown it", async () => {
    const { start } = await converse(ann, {
      message: "Look",
      attachmentIds: [await aPicture(ann), await aText(ann, "Words")],
    });
    const request = aMessage({ conversationId: start.conversationId, message: "And?" });
    const { draft, history } = await draftOf(ann.id, request, now);
    const drafted = { draft: { ...draft, model: { ...draft.model, ...blind } }, history };
    const [first] = await turnsWithFiles(drafted, await admitSend(drafted.draft));
    expect(first?.content).toEqual([
      { kind: "text", text: expect.stringContaining("Words") as string },
      { kind: "text", text: "[A picture that you can not see: cat.png]\nLook" },
    ]);
  });

  test("of a text, it reads on", async () => {
    const { found } = await admit({ attachmentIds: [await aText(ann, "Words")] }, blind);
    expect(found.generationId).not.toBeNull();
  });
});
