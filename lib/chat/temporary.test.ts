import { expect, test } from "vitest";
import { listConversations } from "@/lib/chat/conversation-list";
import { sendMessage } from "@/lib/chat/send";
import { listenIn } from "@/lib/chat/testing/listen-in";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { requireConversation } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";
import { newId, sha256 } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

const codeOf = (code: string): unknown => expect.objectContaining({ code });
const SAID = [
  { role: "user" as const, content: "I am Ada." },
  { role: "assistant" as const, content: "Hello Ada." },
];

test("a temporary chat leaves no conversation and no message, only what it cost", async () => {
  const viewer = await aPerson();
  const { start, text } = await converse(viewer, { message: "Say hello", temporary: { history: [] } });
  expect(text).not.toBe("");
  expect((await listConversations(viewer)).conversations).toEqual([]);
  expect(await db.conversation.count({ where: { userId: viewer.id } })).toBe(0);
  expect(await db.message.findUnique({ where: { id: start.messageId } })).toBeNull();
  await expect(requireConversation(viewer, start.conversationId)).rejects.toEqual(codeOf("not_found"));
  expect(await db.generation.findUnique({ where: { id: start.generationId } })).toMatchObject({
    isTemporary: true,
    conversationId: null,
    messageId: null,
    status: "completed",
  });
  expect(await db.generationEvent.count({ where: { generationId: start.generationId } })).toBe(0);
  const { usedMicros, reservedMicros } = await allowanceFor(viewer.id);
  expect(usedMicros).toBeGreaterThan(0n);
  expect(reservedMicros).toBe(0n);
});

test("what is left of it to compare a retry with says nothing to who guesses what was asked", async () => {
  const viewer = await aPerson();
  const asked = { message: "Say hello", temporary: { history: [] } };
  const { start } = await converse(viewer, asked);
  const row = await db.generation.findUniqueOrThrow({ where: { id: start.generationId } });
  const guesses = [asked, { temporary: asked.temporary, message: asked.message }, asked.message];
  expect(guesses.map((guess) => sha256(JSON.stringify(guess)))).not.toContain(row.requestHash);
});

test("the model hears the instructions, what was said before and the question, and all of it is on hold", async () => {
  const viewer = await aPerson();
  const { last } = listenIn();
  const { start } = await converse(viewer, {
    message: "Who am I?",
    instructions: "Be brief.",
    temperatureCenti: 50,
    temporary: { history: SAID },
  });
  expect(last()).toMatchObject({
    temperature: 0.5,
    messages: [{ role: "system", content: "Be brief." }, ...SAID, { role: "user", content: "Who am I?" }],
  });
  const { promptTokens } = await db.reservation.findUniqueOrThrow({ where: { sourceId: start.generationId } });
  expect(promptTokens).toBe(3 + 3 + 4 + 3 + 4 * 4);
});

test("of a long history the newest is heard, as much as fits", async () => {
  const viewer = await aPerson();
  const history = Array.from({ length: 20 }, (_, at) => ({
    role: at % 2 === 0 ? ("user" as const) : ("assistant" as const),
    content: `${at} ${"x".repeat(30_000)}`,
  }));
  const { last } = listenIn();
  await converse(viewer, { temporary: { history } });
  const heard = last().messages.map(({ content }) => String(content).split(" ")[0]);
  expect(heard).toEqual([...history.slice(-12).map(({ content }) => content.split(" ")[0]), "Say"]);
});

test("posted twice while it is written is one answer; afterwards it is heard again or said to be gone", async () => {
  const viewer = await aPerson();
  const message = aMessage({ temporary: { history: SAID } });
  const sent = await Promise.all([sendMessage(viewer, message), sendMessage(viewer, message)]);
  const heard = await Promise.all(sent.map(({ frames }) => hear(frames)));
  expect(new Set(heard.map(({ start }) => start.generationId)).size).toBe(1);
  expect(await db.generation.count({ where: { userId: viewer.id } })).toBe(1);
  const again = await hear((await sendMessage(viewer, message)).frames);
  expect(again.text).toBe(heard[0]!.text);
});

test("one that another process wrote can not be joined, and is not paid for again", async () => {
  const viewer = await aPerson();
  const message = aMessage({ temporary: { history: [] } });
  const { start } = await hear((await sendMessage(viewer, message)).frames);
  const elsewhere = newId();
  await db.generation.update({ where: { id: start.generationId }, data: { clientRequestId: newId() } });
  const known = await db.generation.findUniqueOrThrow({ where: { id: start.generationId } });
  await db.generation.create({ data: { ...known, id: elsewhere, clientRequestId: message.clientRequestId } });
  await expect(sendMessage(viewer, message)).rejects.toThrow("This answer of a temporary chat is gone");
  expect(await db.reservation.count({ where: { userId: viewer.id } })).toBe(1);
});
