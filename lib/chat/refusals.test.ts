import { describe, expect, test } from "vitest";
import { sendMessage } from "@/lib/chat/send";
import { stopGeneration } from "@/lib/chat/stop";
import { leaveMicros } from "@/lib/chat/testing/allowance";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { rowsOf } from "@/lib/chat/testing/rows";
import { subscribed } from "@/lib/chat/testing/plan";
import { plusMs, SECOND_MS } from "@/lib/platform/clock";
import { asAppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

const codeOf = (code: string): unknown => expect.objectContaining({ code });

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
      /Free allowance is used up\. It is renewed on \w+ \d+, \d{4} \(UTC\)\. Upgrade or buy credits/,
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
    const moment = new Date();
    const now = () => moment;
    await allowanceFor(viewer.id, now);
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
    await expect(sendMessage(viewer, aMessage(), now)).rejects.toEqual(codeOf("too_many_requests"));
    const later = () => plusMs(moment, 2 * SECOND_MS);
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
