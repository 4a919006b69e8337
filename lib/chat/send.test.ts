import { describe, expect, test, vi } from "vitest";
import { client } from "@/lib/adapters/llm/client";
import { requireConversation } from "@/lib/chat/thread";
import { sendMessage } from "@/lib/chat/send";
import { stopGeneration } from "@/lib/chat/stop";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { subscribed } from "@/lib/chat/testing/plan";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { asAppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

const codeOf = (code: string): unknown => expect.objectContaining({ code });

/** Leaves the person so much, as if the rest had been used. */
async function leaveMicros(viewer: Viewer, micros: bigint) {
  const { remainingMicros } = await allowanceFor(viewer.id);
  const [allowance, spent] = await Promise.all(
    (["allowance", "spent"] as const).map((kind) =>
      db.ledgerAccount.findFirstOrThrow({ where: { userId: viewer.id, kind } }),
    ),
  );
  const transfer = { id: newId(), userId: viewer.id, kind: "lapse", sourceId: newId(), createdAt: new Date() } as const;
  await db.ledgerTransfer.create({ data: transfer });
  const line = { transferId: transfer.id, createdAt: transfer.createdAt };
  await db.ledgerEntry.createMany({
    data: [
      { id: newId(), accountId: allowance!.id, amountMicros: micros - remainingMicros, ...line },
      { id: newId(), accountId: spent!.id, amountMicros: remainingMicros - micros, ...line },
    ],
  });
}

async function rowsOf(viewer: Viewer) {
  const where = { userId: viewer.id };
  return {
    conversations: await db.conversation.count({ where }),
    messages: await db.message.count({ where: { conversation: where } }),
    generations: await db.generation.count({ where }),
    reservations: await db.reservation.count({ where }),
  };
}

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
    const calls = vi.spyOn(client.chat.completions, "create");
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

describe("what a plan does not cover", () => {
  test("a model outside of the plan is refused, and nothing is written", async () => {
    const viewer = await aPerson();
    await expect(sendMessage(viewer, aMessage({ model: "parley-sage" }))).rejects.toEqual(codeOf("model_not_in_plan"));
    expect(await rowsOf(viewer)).toMatchObject({ conversations: 0, reservations: 0 });
  });

  test("an unknown model is invalid", async () => {
    await expect(sendMessage(await aPerson(), aMessage({ model: "gpt-0" }))).rejects.toEqual(codeOf("invalid_input"));
  });

  test("a spent allowance is refused with the day it is renewed and the way out, and nothing is written", async () => {
    const viewer = await aPerson();
    await leaveMicros(viewer, 400n);
    const refusal = await sendMessage(viewer, aMessage()).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "allowance_spent", status: 402 });
    expect((refusal as Error).message).toMatch(
      /Free allowance is used up\. It is renewed on \w+ \d+, \d{4} \(UTC\)\. Upgrade/,
    );
    expect(await rowsOf(viewer)).toMatchObject({ conversations: 0, reservations: 0 });
  });

  test("a rest of the allowance gives an answer as long as it covers", async () => {
    const viewer = await aPerson();
    await leaveMicros(viewer, 1_000n);
    const { events } = await converse(viewer, { message: "Write a very long story" });
    const usage = events.find((event) => event.type === "usage");
    expect(usage!.outputTokens).toBeLessThanOrEqual(500);
    expect(events.at(-1)).toEqual({ type: "done", finishReason: "length" });
    expect((await allowanceFor(viewer.id)).remainingMicros).toBeGreaterThanOrEqual(0n);
  });

  test("an address that was not confirmed can not send", async () => {
    const viewer = await aPerson({ emailVerified: false });
    await expect(sendMessage(viewer, aMessage())).rejects.toEqual(codeOf("email_not_verified"));
  });

  test("more sends than anybody types are told how long to wait, and write nothing", async () => {
    const viewer = await aPerson();
    const now = () => new Date("2026-11-10T12:00:00Z");
    const lost = { conversationId: newId() };
    const sends = Array.from({ length: 32 }, () => sendMessage(viewer, aMessage(lost), now));
    const refusals = (await Promise.allSettled(sends)).map((one) =>
      one.status === "rejected" ? asAppError(one.reason) : undefined,
    );
    const tooMany = refusals.filter((refusal) => refusal?.code === "too_many_requests");
    expect(tooMany).toHaveLength(2);
    for (const refusal of tooMany) {
      expect([1, 2]).toContain(refusal?.retryAfterS);
      expect(refusal?.message).toMatch(
        /^That was a lot at once\. Please wait (1 second|2 seconds) and send it again\.$/,
      );
    }
    expect(refusals.filter((refusal) => refusal?.code === "not_found")).toHaveLength(30);
    const later = () => new Date("2026-11-10T12:00:02Z");
    await expect(sendMessage(viewer, aMessage(lost), later)).rejects.toEqual(codeOf("not_found"));
    expect(await rowsOf(viewer)).toMatchObject({ generations: 0, reservations: 0 });
  });
});

describe("answers at the same time", () => {
  const stalling = () => aMessage({ message: "Write a long story [sandbox:stall]" });

  test.each([
    ["free", 2],
    ["pro", 5],
  ] as const)("are as many as %s writes at once, however many are asked for in parallel", async (plan, limit) => {
    const viewer = plan === "free" ? await aPerson() : await subscribed(await aPerson(), plan);
    await allowanceFor(viewer.id);
    const sends = await Promise.allSettled(Array.from({ length: limit + 3 }, () => sendMessage(viewer, stalling())));
    const refusals = sends.flatMap((one) => (one.status === "rejected" ? [asAppError(one.reason)] : []));
    expect(refusals.map(({ code }) => code)).toEqual(["too_many_requests", "too_many_requests", "too_many_requests"]);
    expect(refusals[0]?.message).toMatch(new RegExp(`^${limit} answers are being written for you, as many as `));
    expect(refusals[0]?.retryAfterS).toBeGreaterThan(0);
    expect(await rowsOf(viewer)).toMatchObject({ generations: limit, reservations: limit });
  });

  test("make room when one of them ends", async () => {
    const viewer = await aPerson();
    const [first] = [await sendMessage(viewer, stalling()), await sendMessage(viewer, stalling())];
    await expect(sendMessage(viewer, aMessage())).rejects.toEqual(codeOf("too_many_requests"));
    await stopGeneration(viewer, first.generationId, {});
    await hear(first.frames);
    expect((await converse(viewer)).last).toMatchObject({ type: "done" });
  });

  test("do not stand in the way of joining one of them again", async () => {
    const viewer = await aPerson();
    const message = stalling();
    const first = await sendMessage(viewer, message);
    await sendMessage(viewer, stalling());
    expect((await sendMessage(viewer, message)).generationId).toBe(first.generationId);
  });
});
