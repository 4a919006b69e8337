import { describe, expect, test } from "vitest";
import { draftOf } from "@/lib/chat/drafts";
import { admitSend } from "@/lib/chat/queries/send";
import { reapSilentGenerations } from "@/lib/chat/reaper";
import { sendMessage } from "@/lib/chat/send";
import { leaveMicros } from "@/lib/chat/testing/allowance";
import { aMessage, aPerson, hear } from "@/lib/chat/testing/person";
import { subscribed } from "@/lib/chat/testing/plan";
import { rowsOf } from "@/lib/chat/testing/rows";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { MINUTE_MS, now, plusMs } from "@/lib/platform/clock";
import { asAppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { rulesWith } from "@/lib/usage/testing/rules";

const sage = () => aMessage({ model: "parley-sage" });
const aPro = async () => subscribed(await aPerson(), "pro");
const answerOf = (viewer: Viewer) =>
  db.message.findFirstOrThrow({ where: { conversation: { userId: viewer.id }, role: "assistant" } });

test("a message takes one turn of the minute, however often it has to be tried", async () => {
  const millisLeft = async ({ id }: Viewer) =>
    (await db.rateBucket.findUniqueOrThrow({ where: { key: `chat:send:${id}` } })).milliTokens;
  const newcomer = await aPro();
  await hear((await sendMessage(newcomer, aMessage())).frames);
  // Thirty is what one has before a cycle is opened.
  expect(await millisLeft(newcomer)).toBeGreaterThanOrEqual(29_000);
  const poor = await aPro();
  await leaveMicros(poor, 2_000n);
  await hear((await sendMessage(poor, sage())).frames);
  expect(await answerOf(poor)).toMatchObject({ fallbackForMoney: true });
  expect(await millisLeft(poor)).toBeGreaterThanOrEqual(59_000);
});

describe("when nothing covers the model that was asked for", () => {
  test("the plan's cheaper one answers, at its own price, and the message says in whose place", async () => {
    const viewer = await aPro();
    await leaveMicros(viewer, 2_000n);
    const sent = await sendMessage(viewer, sage());
    await hear(sent.frames);
    expect(await answerOf(viewer)).toMatchObject({
      model: "parley-swift",
      fallbackFrom: "parley-sage",
      fallbackForMoney: true,
      status: "complete",
    });
    const receipt = await db.ledgerTransfer.findFirstOrThrow({ where: { userId: viewer.id, kind: "settle" } });
    expect(receipt).toMatchObject({ model: "parley-swift", priceVersion: "parley-swift@2026-11" });
  });

  test("a message whose process died says so too", async () => {
    const viewer = await aPro();
    await leaveMicros(viewer, 2_000n);
    const { draft } = await draftOf(viewer.id, aMessage(), now);
    const { generationId } = await admitSend({ ...draft, insteadOf: "parley-sage" });
    expect(generationId).not.toBeNull();
    await reapSilentGenerations(() => plusMs(new Date(), MINUTE_MS));
    const facts = { status: "failed", model: "parley-swift", fallbackFrom: "parley-sage", fallbackForMoney: true };
    expect(await answerOf(viewer)).toMatchObject(facts);
  });

  test("the same post again joins that answer", async () => {
    const viewer = await aPro();
    await leaveMicros(viewer, 2_000n);
    const message = sage();
    const [first, again] = [await sendMessage(viewer, message), await sendMessage(viewer, message)];
    expect(again.generationId).toBe(first.generationId);
    await hear(first.frames);
  });

  test("a plan without that is told that its allowance is used up", async () => {
    const viewer = await aPro();
    await leaveMicros(viewer, 2_000n);
    const rules = rulesWith({ pro: { whenSpent: "stop" } });
    const refusal = await sendMessage(viewer, sage(), now, rules).catch(asAppError);
    expect(refusal).toMatchObject({ code: "allowance_spent", status: 402 });
    expect((refusal as Error).message).toMatch(/Upgrade to go on now\.$/);
    expect(await rowsOf(viewer)).toMatchObject({ conversations: 0, reservations: 0 });
  });

  test("tokens of a class that are used up are named, with the day they come back", async () => {
    const viewer = await aPro();
    const rules = rulesWith({ pro: { cycleTokens: { standard: undefined, advanced: 100 }, whenSpent: "credits" } });
    const refusal = await sendMessage(viewer, sage(), now, rules).catch(asAppError);
    expect((refusal as Error).message).toMatch(
      /^The 100 tokens that Pro includes for Sage and models like it are used up until \w+ \d+, \d{4} \(UTC\)\. Upgrade or buy credits to go on now\.$/,
    );
  });
});

describe("a ceiling of the day", () => {
  test("of the person is 429 until midnight, and nothing is written", async () => {
    const viewer = await aPerson();
    const refusal = await sendMessage(viewer, aMessage(), now, rulesWith({}, { personMicros: 10n })).catch(asAppError);
    expect(refusal).toMatchObject({ code: "day_spent", status: 429 });
    expect((refusal as { retryAfterS?: number }).retryAfterS).toBeGreaterThan(0);
    expect(await rowsOf(viewer)).toMatchObject({ conversations: 0, reservations: 0 });
  });

  test("of all is 503, and nothing is written", async () => {
    const viewer = await aPerson();
    const refusal = await sendMessage(viewer, aMessage(), now, rulesWith({}, { globalMicros: 10n })).catch(asAppError);
    expect(refusal).toMatchObject({ code: "spend_stopped", status: 503 });
    expect(await rowsOf(viewer)).toMatchObject({ conversations: 0, reservations: 0 });
  });
});

test("sends in a minute are as many as the plan has", async () => {
  const rules = rulesWith({ free: { requestsPerMinute: 3 }, pro: { requestsPerMinute: 4 } });
  const moment = new Date();
  const at = () => moment;
  for (const [viewer, limit] of [
    [await aPerson(), 3],
    [await aPro(), 4],
  ] as const) {
    await allowanceFor(viewer.id, at);
    const lost = () => sendMessage(viewer, aMessage({ conversationId: newId() }), at, rules).catch(asAppError);
    const refusals = await Promise.all(Array.from({ length: 7 }, lost));
    const tooMany = refusals.filter((refusal) => "code" in refusal && refusal.code === "too_many_requests");
    expect(tooMany).toHaveLength(7 - limit);
    // Told by what was there when each began: whoever asks again, later, is told the whole wait.
    expect(await lost()).toMatchObject({ code: "too_many_requests", retryAfterS: 60 / limit });
  }
});
