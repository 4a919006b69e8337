import { beforeEach, expect, test } from "vitest";
import { storage } from "@/lib/adapters/storage/storage";
import { attachmentsOf, attachmentViewsOf, turnWith } from "@/lib/chat/attachments";
import { uploadFile } from "@/lib/chat/files/files";
import { aPng } from "@/lib/chat/files/testing/samples";
import { aPerson, converse } from "@/lib/chat/testing/person";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { boundTokens } from "@/lib/usage/tokens";

let ann: Viewer;
let questionId: string;

beforeEach(async () => {
  ann = await aPerson();
  const { start } = await converse(ann);
  questionId = (await db.message.findUniqueOrThrow({ where: { id: start.messageId } })).parentId ?? "";
});

async function attach(name: string, bytes: Buffer, position: number, maxTokens: number | null = null) {
  const { id } = await uploadFile(ann, { name, bytes });
  await db.messageAttachment.create({
    data: { messageId: questionId, attachmentId: id, position, boundTokens: maxTokens },
  });
  return id;
}

async function turn() {
  const files = (await attachmentsOf(ann.id, [questionId])).get(questionId) ?? [];
  const { content } = await turnWith("What is it?", files);
  if (typeof content === "string") throw new Error("A turn with files has parts");
  return content;
}

test("a question without files stays a string", async () => {
  expect(await attachmentsOf(ann.id, [questionId])).toEqual(new Map());
  expect(await turnWith("Why?", [])).toEqual({ role: "user", content: "Why?" });
});

test("the files come in their order, and then the question", async () => {
  const picture = aPng();
  await attach("second.png", picture, 1);
  const first = await attach("first.md", Buffer.from("# Hello"), 0);
  expect(await turn()).toEqual([
    {
      kind: "text",
      text: expect.stringMatching(new RegExp(`File ${first} begins: first.md[^]*\n# Hello\n`)) as string,
    },
    { kind: "image", mediaType: "image/png", dataUrl: `data:image/png;base64,${picture.toString("base64")}` },
    { kind: "text", text: "What is it?" },
  ]);
});

test("what the upload said it takes at most is what it takes at most", async () => {
  const id = await attach("long name of a file.txt", Buffer.from("words ".repeat(500)), 0);
  const { boundTokens: promised } = await db.attachment.findUniqueOrThrow({ where: { id } });
  const [part] = await turn();
  expect(part?.kind === "text" ? boundTokens(part.text) : 0).toBe(promised);
});

test("a file that was cut to the model's room stays as short", async () => {
  await attach("book.txt", Buffer.from("words ".repeat(5_000)), 0, 200);
  const [part] = await turn();
  expect(part?.kind === "text" ? boundTokens(part.text) : 0).toBeLessThanOrEqual(200);
  expect(part).toMatchObject({ text: expect.stringContaining("The rest of the file did not fit") as string });
});

test("nobody else gets a file by the message's id", async () => {
  await attach("mine.txt", Buffer.from("mine"), 0);
  const ben = await aPerson();
  expect(await attachmentsOf(ben.id, [questionId])).toEqual(new Map());
  expect(await attachmentViewsOf(ben.id, [questionId])).toEqual(new Map());
});

test("screens get no text and no key", async () => {
  await attach("mine.txt", Buffer.from("mine"), 0);
  const [view] = (await attachmentViewsOf(ann.id, [questionId])).get(questionId) ?? [];
  expect(Object.keys(view ?? {}).toSorted()).toEqual(["boundTokens", "id", "kind", "mediaType", "name", "sizeBytes"]);
});

test("a picture whose bytes are out of reach is a failure, not an answer about nothing", async () => {
  const id = await attach("cat.png", aPng(), 0);
  await storage.remove(id);
  await expect(turn()).rejects.toMatchObject({ code: "files_down" });
});
