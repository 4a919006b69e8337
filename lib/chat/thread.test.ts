import { describe, expect, test } from "vitest";
import { pathQuery } from "@/lib/chat/queries/thread";
import { aPerson, converse } from "@/lib/chat/testing/person";
import { aConversation, anEmptyConversation, grow } from "@/lib/chat/testing/tree";
import { olderMessages, openPath, requireConversation, selectBranch } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

const codeOf = (code: string): unknown => expect.objectContaining({ code });
const idsOf = ({ messages }: { messages: { id: string }[] }) => messages.map(({ id }) => id);

describe("a long conversation", () => {
  test("opens with its newest fifty messages; older pages join on without a gap up to the first", async () => {
    const viewer = await aPerson();
    const { id, messageIds } = await aConversation(viewer, 120);
    const pages = [await requireConversation(viewer, id)] as Awaited<ReturnType<typeof olderMessages>>[];
    while (pages[0]!.hasOlder)
      pages.unshift(await olderMessages(viewer, { conversationId: id, beforeId: pages[0]!.messages[0]!.id }));
    expect(pages.map(({ messages }) => messages.length)).toEqual([20, 50, 50]);
    expect(pages.flatMap(idsOf)).toEqual(messageIds);
  });

  test("of just fifty messages has no older ones, and nothing is above the first", async () => {
    const viewer = await aPerson();
    const { id, messageIds } = await aConversation(viewer, 50);
    expect(await requireConversation(viewer, id)).toMatchObject({ hasOlder: false });
    expect(await olderMessages(viewer, { conversationId: id, beforeId: messageIds[0]! })).toEqual({
      messages: [],
      hasOlder: false,
    });
  });

  test("costs no more to open the longer it is", async () => {
    const viewer = await aPerson();
    const ids = [(await aConversation(viewer, 60)).id, (await aConversation(viewer, 3_000)).id];
    await db.$executeRaw`ANALYZE messages`;
    const [short, long] = await Promise.all(
      ids.map(async (id) => {
        const query = pathQuery(viewer.id, id, { end: { kind: "open" }, limit: 51 });
        const [row] = await db.$queryRaw<{ "QUERY PLAN": [{ Plan: Plan }] }[]>`EXPLAIN (ANALYZE, FORMAT JSON) ${query}`;
        return messageRows(row!["QUERY PLAN"][0].Plan);
      }),
    );
    expect(long).toBe(short);
    expect(short).toBeGreaterThan(50);
  });
});

type Plan = {
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};

/** Rows of messages that a plan took in hand, whether or not it kept them. */
function messageRows(plan: Plan): number {
  const taken = plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0);
  const own = plan["Relation Name"] === "messages" ? Math.round(taken * plan["Actual Loops"]) : 0;
  return own + (plan.Plans ?? []).reduce((sum, part) => sum + messageRows(part), 0);
}

test("the open path is read again without opening anything", async () => {
  const viewer = await aPerson();
  const { id, rootId } = await anEmptyConversation(viewer);
  await grow(id, rootId, 2);
  const { messages, hasOlder } = await requireConversation(viewer, id);
  expect(await openPath(viewer, { conversationId: id })).toEqual({ messages, hasOlder });
  await expect(openPath(await aPerson(), { conversationId: id })).rejects.toEqual(codeOf("not_found"));
});

test("an empty conversation has an empty path", async () => {
  const viewer = await aPerson();
  const { id } = await anEmptyConversation(viewer);
  expect(await openPath(viewer, { conversationId: id })).toEqual({ messages: [], hasOlder: false });
});

describe("branches", () => {
  test("are numbered in the order they came, and each knows its neighbours", async () => {
    const viewer = await aPerson();
    const { id, rootId } = await anEmptyConversation(viewer);
    const [first] = await grow(id, rootId, 2);
    const [second] = await grow(id, rootId, 2);
    const [third] = await grow(id, rootId, 2);
    const placeOf = async () => (await requireConversation(viewer, id)).messages[0]!.siblings;
    expect(await placeOf()).toEqual({ number: 3, count: 3, previousId: second });
    await selectBranch(viewer, { conversationId: id, messageId: second! });
    expect(await placeOf()).toEqual({ number: 2, count: 3, previousId: first, nextId: third });
    await selectBranch(viewer, { conversationId: id, messageId: first! });
    expect(await placeOf()).toEqual({ number: 1, count: 3, nextId: second });
  });

  test("open down to the newest end below the chosen message", async () => {
    const viewer = await aPerson();
    const { id, rootId } = await anEmptyConversation(viewer);
    const [question, older] = await grow(id, rootId, 2);
    await grow(id, older!, 2);
    const [newer] = await grow(id, question!, 1);
    const [end] = (await grow(id, newer!, 2)).slice(-1);
    await grow(id, rootId, 2);
    const page = await selectBranch(viewer, { conversationId: id, messageId: question! });
    expect(page.messages.at(-1)!.id).toBe(end);
    expect(idsOf(page)).toEqual(idsOf(await requireConversation(viewer, id)));
  });

  test("a message that is the only one of its parent has no place to show", async () => {
    const viewer = await aPerson();
    const { id } = await aConversation(viewer, 2);
    for (const message of (await requireConversation(viewer, id)).messages)
      expect(message).not.toHaveProperty("siblings");
  });

  test("of another conversation of the same person, or the root, are not found, and nothing moves", async () => {
    const viewer = await aPerson();
    const [one, other] = [await aConversation(viewer, 2), await aConversation(viewer, 2)];
    const before = await db.conversation.findUnique({ where: { id: one.id } });
    for (const messageId of [other.messageIds[1]!, one.rootId, newId()])
      await expect(selectBranch(viewer, { conversationId: one.id, messageId })).rejects.toEqual(codeOf("not_found"));
    await expect(olderMessages(viewer, { conversationId: one.id, beforeId: other.messageIds[1]! })).rejects.toEqual(
      codeOf("not_found"),
    );
    expect(await db.conversation.findUnique({ where: { id: one.id } })).toEqual(before);
  });
});

describe("under an answer", () => {
  test("stands what the ledger took for it, and nothing under one that cost nothing", async () => {
    const viewer = await aPerson();
    const { conversationId, generationId } = (await converse(viewer)).start;
    await converse(viewer, { conversationId, message: "[sandbox:500]" });
    const { messages } = await requireConversation(viewer, conversationId);
    const [question, first, , failed] = messages;
    expect(first?.receipt?.outputTokens).toBeGreaterThan(0);
    expect(BigInt(first?.receipt?.costMicros ?? 0)).toBe((await allowanceFor(viewer.id)).usedMicros);
    expect(first).toMatchObject({ generationId, model: "parley-swift" });
    expect(first!.durationMs).toBeGreaterThanOrEqual(0);
    expect(failed).toMatchObject({ status: "failed" });
    expect(failed).not.toHaveProperty("receipt");
    expect(question).not.toHaveProperty("durationMs");
  });

  test("stands which model was asked and how much it was not told, where that was so", async () => {
    const viewer = await aPerson();
    const { id, messageIds } = await aConversation(viewer, 4);
    await db.message.update({
      where: { id: messageIds[3]! },
      data: { fallbackFrom: "parley-sage", omittedCount: 7 },
    });
    const { messages } = await requireConversation(viewer, id);
    expect(messages[3]).toMatchObject({ fallbackFrom: "parley-sage", omittedCount: 7 });
    expect(messages[1]).not.toHaveProperty("omittedCount");
    expect(messages[1]).not.toHaveProperty("fallbackFrom");
  });
});
