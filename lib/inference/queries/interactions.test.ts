import { expect, test } from "vitest";
import { db, Prisma } from "@/lib/db/client";
import { inferenceJobs } from "@/lib/inference/jobs";
import { type InteractionFacts, forgetContent, interactionRow } from "@/lib/inference/queries/interactions";
import type { Inference } from "@/lib/inference/run";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

const NOW = new Date("2020-11-10T12:00:00Z");
const WHOLE: Inference = {
  text: "It rains.",
  charge: undefined,
  ending: { kind: "completed", finishReason: "stop" },
  providerRequestId: "req_1",
  firstTokenMs: 12,
  durationMs: 340,
};

async function record(inference: Inference, keepDays: number, change: Partial<InteractionFacts> = {}) {
  const userId = newId();
  await db.user.create({ data: { id: userId, email: `${userId}@parley.test` } });
  const facts: InteractionFacts = {
    userId,
    sourceId: newId(),
    kind: "chat",
    model: "parley-swift",
    turns: [{ role: "user", content: "Does it rain?" }],
    inference,
    now: NOW,
    ...change,
  };
  await db.$executeRaw`WITH ${interactionRow(facts, Prisma.sql`TRUE`, keepDays)} SELECT 1`;
  return db.openAiInteraction.findFirstOrThrow({ where: { sourceId: facts.sourceId } });
}

test("by default nothing of what was said is kept", async () => {
  const row = await record(WHOLE, 0);
  expect(row).toMatchObject({ outcome: "completed", firstTokenMs: 12, durationMs: 340, providerRequestId: "req_1" });
  expect(row).toMatchObject({ prompt: null, response: null, contentExpiresAt: null });
});

test("a failure is its code", async () => {
  const failed: Inference = { ...WHOLE, ending: { kind: "failed", failure: new AppError("model_busy") } };
  expect(await record(failed, 0)).toMatchObject({ outcome: "model_busy", costMicros: 0n });
});

test("where the operator keeps content it is there for its days, and gone after them; the figures stay", async () => {
  const row = await record(WHOLE, 7);
  expect(row.response).toBe("It rains.");
  expect(row.prompt).toContain("Does it rain?");
  const read = () => db.openAiInteraction.findUniqueOrThrow({ where: { id: row.id } });
  await forgetContent(plusMs(NOW, 7 * DAY_MS - 1));
  expect((await read()).response).toBe("It rains.");
  await forgetContent(plusMs(NOW, 7 * DAY_MS));
  expect(await read()).toMatchObject({ prompt: null, response: null, contentExpiresAt: null, durationMs: 340 });
});

test("of a temporary chat nothing is kept, even where the operator keeps content", async () => {
  expect(await record(WHOLE, 7, { isTemporary: true })).toMatchObject({
    prompt: null,
    response: null,
    durationMs: 340,
  });
});

test("the job forgets by the clock", async () => {
  const row = await record(WHOLE, 1);
  await inferenceJobs["inference.forget-content"]!({}, { attempt: 1, maxAttempts: 1 });
  const after = await db.openAiInteraction.findUniqueOrThrow({ where: { id: row.id } });
  expect(after.response).toBeNull();
});
