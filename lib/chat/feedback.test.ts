import { expect, test } from "vitest";
import { giveFeedback } from "@/lib/chat/feedback";
import { aPerson } from "@/lib/chat/testing/person";
import { aConversation } from "@/lib/chat/testing/tree";
import { requireConversation } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";

const codeOf = (code: string): unknown => expect.objectContaining({ code });

async function anAnswer() {
  const viewer = await aPerson();
  const { id, rootId, messageIds } = await aConversation(viewer, 2);
  const feedback = async () => (await requireConversation(viewer, id)).messages[1]!.feedback;
  return { viewer, rootId, questionId: messageIds[0]!, messageId: messageIds[1]!, feedback };
}

test("the last word counts, and shows under the answer", async () => {
  const { viewer, messageId, feedback } = await anAnswer();
  await giveFeedback(viewer, { messageId, verdict: "down", reason: "It is wrong." });
  expect(await feedback()).toEqual({ verdict: "down", reason: "It is wrong." });
  await giveFeedback(viewer, { messageId, verdict: "up" });
  expect(await feedback()).toEqual({ verdict: "up" });
});

test("it is taken back, and taking back what was never given is no error", async () => {
  const { viewer, messageId, feedback } = await anAnswer();
  await giveFeedback(viewer, { messageId, verdict: "up" });
  for (let times = 0; times < 2; times += 1) await giveFeedback(viewer, { messageId, verdict: null });
  expect(await feedback()).toBeUndefined();
});

test("a reason without a word is none", async () => {
  const { viewer, messageId, feedback } = await anAnswer();
  await giveFeedback(viewer, { messageId, verdict: "down", reason: "" });
  expect(await feedback()).toEqual({ verdict: "down" });
});

test("pressed several times at once it is one row", async () => {
  const { viewer, messageId } = await anAnswer();
  await Promise.all([1, 2, 3, 4].map(() => giveFeedback(viewer, { messageId, verdict: "up" })));
  expect(await db.messageFeedback.count({ where: { messageId } })).toBe(1);
});

test("only an answer can have it", async () => {
  const { viewer, questionId, rootId } = await anAnswer();
  for (const messageId of [questionId, rootId])
    await expect(giveFeedback(viewer, { messageId, verdict: "up" })).rejects.toEqual(codeOf("not_found"));
  expect(await db.messageFeedback.count({ where: { userId: viewer.id } })).toBe(0);
});
