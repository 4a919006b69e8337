import { expect, test } from "vitest";
import { z } from "zod";
import { deleteConversation, renameConversation } from "@/lib/chat/conversations";
import { chatJobs } from "@/lib/chat/jobs";
import { leaveMicros } from "@/lib/chat/testing/allowance";
import { aPerson, converse } from "@/lib/chat/testing/person";
import { requireConversation } from "@/lib/chat/thread";
import { titleIn, writeTitle } from "@/lib/chat/titles";
import { db } from "@/lib/db/client";
import type { Inference } from "@/lib/inference/run";
import { runDueJobs } from "@/lib/jobs/worker";
import { AppError, type FailureCode } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

async function aBeginning(message = "Explain how rivers form") {
  const viewer = await aPerson();
  const { conversationId } = (await converse(viewer, { message })).start;
  const title = async () => (await requireConversation(viewer, conversationId)).title;
  return { viewer, conversationId, title };
}

function says(text: string): () => Promise<Inference> {
  const use = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0, estimated: false };
  const ending = { kind: "completed", finishReason: "stop" } as const;
  const charge = { use, costMicros: 13n };
  return () => Promise.resolve({ text, charge, ending, providerRequestId: undefined, firstTokenMs: 1, durationMs: 1 });
}

test("the model names a conversation, at the person's cost and once", async () => {
  const { viewer, conversationId, title } = await aBeginning();
  const { usedMicros } = await allowanceFor(viewer.id);
  await writeTitle(conversationId);
  const named = await title();
  expect(named).not.toBe("Explain how rivers form");
  expect(named.split(" ").length).toBeLessThanOrEqual(6);
  const after = await allowanceFor(viewer.id);
  expect(after.usedMicros).toBeGreaterThan(usedMicros);
  expect(after.reservedMicros).toBe(0n);
  const call = await db.openAiInteraction.findFirstOrThrow({ where: { sourceId: `title:${conversationId}` } });
  expect(call).toMatchObject({ kind: "title", userId: viewer.id, costMicros: after.usedMicros - usedMicros });

  await writeTitle(conversationId);
  expect(await allowanceFor(viewer.id)).toEqual(after);
});

test("an answer that is complete has its conversation named by the job that it leaves", async () => {
  const { title } = await aBeginning();
  await runDueJobs(chatJobs);
  expect(await title()).not.toBe("Explain how rivers form");
});

test("a title that the person wrote meanwhile stays, and the call is settled all the same", async () => {
  const { viewer, conversationId, title } = await aBeginning();
  const slowly = async () => {
    await renameConversation(viewer, { conversationId, title: "Mine" });
    return says("Rivers and rain")();
  };
  await writeTitle(conversationId, undefined, slowly);
  expect(await title()).toBe("Mine");
  expect(await allowanceFor(viewer.id)).toMatchObject({ reservedMicros: 0n });
  expect(await db.reservation.findFirst({ where: { sourceId: `title:${conversationId}` } })).toMatchObject({
    settledMicros: 13n,
  });
});

test("while it waits for the person's lock it keeps nobody from the conversation: that would be a deadlock", async () => {
  const { viewer, conversationId, title } = await aBeginning();
  let naming: Promise<void> | undefined;
  await db.$transaction(async (tx) => {
    const lockThenSay = async () => {
      await tx.$queryRaw`SELECT id FROM ledger_accounts WHERE user_id = ${viewer.id}::uuid AND kind = 'held' FOR UPDATE`;
      return says("Rivers and rain")();
    };
    naming = writeTitle(conversationId, undefined, lockThenSay);
    await expect.poll(() => waitingForALock(), { timeout: 10_000 }).toBe(1);
    await tx.$queryRaw`SELECT id FROM conversations WHERE id = ${conversationId}::uuid FOR UPDATE NOWAIT`;
  });
  await naming;
  expect(await title()).toBe("Rivers and rain");
});

async function waitingForALock(): Promise<number> {
  const rows = await db.$queryRaw`
    SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  return z.array(z.unknown()).parse(rows).length;
}

function fails(code: FailureCode): () => Promise<Inference> {
  const ending = { kind: "failed", failure: new AppError(code) } as const;
  const [charge, providerRequestId, firstTokenMs] = [undefined, undefined, undefined];
  return () => Promise.resolve({ text: "", charge, ending, providerRequestId, firstTokenMs, durationMs: 1 });
}

test("a model that is away is asked again, three times in all, and nothing is paid for it", async () => {
  const { viewer, conversationId, title } = await aBeginning();
  const { usedMicros } = await allowanceFor(viewer.id);
  for (const code of ["model_down", "model_busy"] as const)
    await expect(writeTitle(conversationId, undefined, fails(code))).rejects.toMatchObject({ code });
  await writeTitle(conversationId, undefined, fails("model_stalled"));
  await writeTitle(conversationId, undefined, () => Promise.reject(new Error("asked once more")));
  expect(await title()).toBe("Explain how rivers form");
  expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros, reservedMicros: 0n });
});

test("a model that is back names it, and is not asked again", async () => {
  const { viewer, conversationId, title } = await aBeginning();
  await expect(writeTitle(conversationId, undefined, fails("model_down"))).rejects.toThrow("not answering");
  await writeTitle(conversationId, undefined, says("Rivers and rain"));
  expect(await title()).toBe("Rivers and rain");
  const after = await allowanceFor(viewer.id);
  await writeTitle(conversationId, undefined, () => Promise.reject(new Error("asked once more")));
  expect(await allowanceFor(viewer.id)).toEqual(after);
});

test("a try that was cut off before it was settled may have been paid for: nobody asks again", async () => {
  const { conversationId, title } = await aBeginning();
  await expect(
    writeTitle(conversationId, undefined, () => Promise.reject(new Error("the process died"))),
  ).rejects.toThrow("died");
  await writeTitle(conversationId, undefined, () => Promise.reject(new Error("asked once more")));
  expect(await title()).toBe("Explain how rivers form");
});

test("the job is tried three times", async () => {
  const { conversationId } = await aBeginning();
  const jobs = await db.$queryRaw`
    SELECT max_attempts FROM graphile_worker.jobs WHERE key = ${`chat.title:${conversationId}`}`;
  expect(jobs).toEqual([{ max_attempts: 3 }]);
});

test("an allowance that is spent is not asked again for", async () => {
  const { viewer, conversationId, title } = await aBeginning();
  await leaveMicros(viewer, 0n);
  await writeTitle(conversationId, undefined, () => Promise.reject(new Error("The model was asked")));
  expect(await title()).toBe("Explain how rivers form");
});

test.each([
  ["says nothing", says(' \n"" ')],
  ["refuses", fails("model_refused")],
])("the first words stay when the model %s, with nothing left on hold", async (_what, infer) => {
  const { viewer, conversationId, title } = await aBeginning();
  await writeTitle(conversationId, undefined, infer);
  expect(await title()).toBe("Explain how rivers form");
  expect(await allowanceFor(viewer.id)).toMatchObject({ reservedMicros: 0n });
});

test("nobody is asked for a conversation that is deleted, named by its person, unknown, or has no answer", async () => {
  const refusing = () => Promise.reject(new Error("The model was asked"));
  const deleted = await aBeginning();
  await deleteConversation(deleted.viewer, { conversationId: deleted.conversationId });
  const named = await aBeginning();
  await renameConversation(named.viewer, { conversationId: named.conversationId, title: "Mine" });
  const failed = await aBeginning("[sandbox:500]");
  for (const conversationId of [deleted.conversationId, named.conversationId, failed.conversationId, newId()])
    await expect(writeTitle(conversationId, undefined, refusing)).resolves.toBeUndefined();
});

test.each([
  ["**Rivers and rain**", "Rivers and rain"],
  ["\n\n“Rivers and rain.”\nMore", "Rivers and rain"],
  ["Title: Rivers", "Rivers"],
  ["# Rivers", "Rivers"],
  ["C++ or C#?", "C++ or C#?"],
  ["雨と川", "雨と川"],
  ["a\u0000b", "ab"],
])("of %j the title is %s", (text, title) => {
  expect(titleIn(text)).toBe(title);
});

test("a title is never longer than the list shows", () => {
  expect(titleIn("word ".repeat(100))!.length).toBeLessThanOrEqual(61);
});
