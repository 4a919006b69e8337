import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { chatJobs } from "@/lib/chat/jobs";
import { type Finish, finishGeneration } from "@/lib/chat/queries/finish";
import { dropPieces, storePieces } from "@/lib/chat/queries/pieces";
import { markStop } from "@/lib/chat/queries/stop";
import { keepReaping, reapSilentGenerations } from "@/lib/chat/reaper";
import { aPerson, hear } from "@/lib/chat/testing/person";
import { aModel, aProcess, aRun, type RunOptions, storedOf } from "@/lib/chat/testing/processes";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { MINUTE_MS, plusMs, SECOND_MS } from "@/lib/platform/clock";
import { allowanceFor } from "@/lib/usage/allowance";

/** A run whose process dies right after it was admitted, with so much of its answer stored. */
async function deserted(viewer: Viewer, pieces: readonly string[], options: RunOptions = {}) {
  const run = await aRun(viewer, options);
  const { generationId } = run.ids;
  const now = new Date();
  let from = options.prefix?.length ?? 0;
  for (const text of pieces) {
    await storePieces([{ generationId, from, to: from + text.length, text }], now);
    from += text.length;
  }
  return { run, generationId, now };
}

const later =
  (now: Date, ms = 2 * MINUTE_MS) =>
  () =>
    plusMs(now, ms);

// Whoever looks finds everybody's: nothing stays behind for the next test.
afterEach(() => reapSilentGenerations(later(new Date(), 60 * MINUTE_MS)));

describe("a generation whose process died", () => {
  test("is ended as interrupted: its stored text is kept, and charged by estimate", async () => {
    const viewer = await aPerson();
    const { run, now } = await deserted(viewer, ["Once upon ", "a time"]);
    await reapSilentGenerations(later(now, 16 * SECOND_MS));
    const { message, endings, generation } = await storedOf(run);
    expect(message).toMatchObject({ content: "Once upon a time", status: "interrupted", errorCode: "model_cut_off" });
    expect(endings).toMatchObject([{ kind: "settle", estimated: true, inputTokens: 75, outputTokens: 4 }]);
    expect(generation.status).toBe("interrupted");
    expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: 19n + 8n, reservedMicros: 0n });
  });

  test("costs nothing when nothing was stored", async () => {
    const viewer = await aPerson();
    const { run, now } = await deserted(viewer, []);
    await reapSilentGenerations(later(now));
    const { message } = await storedOf(run);
    expect(message).toMatchObject({ content: "", status: "failed", errorCode: "model_down" });
    expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: 0n, reservedMicros: 0n });
  });

  test("pays for what it wrote, not for what it began with", async () => {
    const viewer = await aPerson();
    const { run, now } = await deserted(viewer, [" a time"], { prefix: "Once upon" });
    const idle = await deserted(viewer, [], { prefix: "Once upon" });
    await reapSilentGenerations(later(now));
    expect(await storedOf(run)).toMatchObject({
      message: { content: "Once upon a time", status: "interrupted" },
      endings: [{ kind: "settle", outputTokens: 2 }],
    });
    expect(await storedOf(idle.run)).toMatchObject({
      message: { content: "Once upon", status: "interrupted" },
      endings: [{ kind: "release" }],
    });
  });

  test("after it was stopped keeps what was seen, and is stopped", async () => {
    const viewer = await aPerson();
    const { run, generationId, now } = await deserted(viewer, ["Once upon a time"]);
    await markStop({ userId: viewer.id, generationId, seenLength: 4, now });
    await reapSilentGenerations(later(now));
    expect(await storedOf(run)).toMatchObject({
      generation: { status: "stopped", finishReason: "stopped" },
      message: { content: "Once", status: "stopped", errorCode: null },
      endings: [{ kind: "settle", outputTokens: 4 }],
    });
  });

  test("is left alone while it gives signs of life", async () => {
    const { run, generationId, now } = await deserted(await aPerson(), ["a"]);
    await storePieces([{ generationId, from: 1, to: 1, text: "" }], plusMs(now, 50 * SECOND_MS));
    await reapSilentGenerations(later(now, 64 * SECOND_MS));
    expect((await storedOf(run)).generation.status).toBe("running");
  });
});

/** The whole answer, as its own process ends it. */
function anEnd(viewer: Viewer, generationId: string, now: Date): Finish {
  const text = "Once upon a time.";
  const inference = {
    text,
    charge: undefined,
    ending: { kind: "completed", finishReason: "stop" },
    providerRequestId: undefined,
    firstTokenMs: undefined,
    durationMs: 1,
  } as const;
  const facts = {
    userId: viewer.id,
    sourceId: generationId,
    kind: "chat",
    model: "m",
    turns: [],
    inference,
    now,
  } as const;
  return { generationId, outcome: { status: "completed", finishReason: "stop", errorCode: undefined }, text, facts };
}

test("two reapers and the process that was only slow end it once", async () => {
  const viewer = await aPerson();
  const { run, generationId, now } = await deserted(viewer, ["Once upon a time"]);
  await Promise.all([
    reapSilentGenerations(later(now)),
    finishGeneration(anEnd(viewer, generationId, now)),
    reapSilentGenerations(later(now)),
  ]);
  expect((await storedOf(run)).endings).toHaveLength(1);
  expect(await db.openAiInteraction.count({ where: { sourceId: generationId } })).toBe(1);
  expect((await allowanceFor(viewer.id)).reservedMicros).toBe(0n);
});

test("what was found silent, and gives a sign of life before it is ended, goes on", async () => {
  const viewer = await aPerson();
  const { run, generationId, now } = await deserted(viewer, ["Once"]);
  const silentSince = plusMs(now, 16 * SECOND_MS);
  await storePieces([{ generationId, from: 4, to: 9, text: " upon" }], plusMs(silentSince, SECOND_MS));
  expect(await finishGeneration({ ...anEnd(viewer, generationId, now), silentSince })).toBeUndefined();
  expect(await storedOf(run)).toMatchObject({ generation: { status: "running" }, endings: [] });
});

describe("a writer that was taken for dead", () => {
  test("notices, breaks its call off, and tells its readers what is kept", async () => {
    const viewer = await aPerson();
    const run = await aRun(viewer);
    const asleep = { isAsleep: false };
    const store: typeof storePieces = (pieces, now) => {
      if (asleep.isAsleep) throw new Error("asleep");
      return storePieces(pieces, now);
    };
    const [writer, other, model] = [aProcess({ store }), aProcess(), aModel()];
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two");
    await expect.poll(async () => (await storedOf(run)).pieces.length).toBe(1);
    asleep.isAsleep = true;
    model.say(" three");
    expect(await reapSilentGenerations(later(new Date()), other.desk)).toBe(1);
    asleep.isAsleep = false;
    expect((await heard).last).toMatchObject({ type: "error", code: "model_cut_off", keptLength: 7 });
    expect(model.state.isAborted).toBe(true);
    expect(await storedOf(run)).toMatchObject({ message: { content: "One two" }, endings: [{ kind: "settle" }] });
    await Promise.all([writer.close(), other.close()]);
  });

  test("never reaps its own", async () => {
    const run = await aRun(await aPerson());
    const [writer, model] = [aProcess({ isDeaf: true }), aModel()];
    writer.desk.start(run, undefined, model.infer);
    expect(await reapSilentGenerations(later(new Date()), writer.desk)).toBe(0);
    await writer.desk.finishAll();
    expect((await storedOf(run)).endings).toHaveLength(1);
  });
});

describe("whoever keeps reaping", () => {
  /** Looks every so often at the moment that the test sets, until the test is over. */
  function reaping(everyMs: number, clock: () => Date) {
    const turns = keepReaping(clock, everyMs, aProcess({ isDeaf: true }).desk);
    onTestFinished(() => turns.stop());
  }

  test("ends what it finds, turn after turn", async () => {
    let moment = new Date(0);
    reaping(20, () => moment);
    for (const words of ["one", "two"]) {
      const { run, now } = await deserted(await aPerson(), [words]);
      moment = plusMs(now, 2 * MINUTE_MS);
      await expect.poll(async () => (await storedOf(run)).generation.status).toBe("interrupted");
      moment = new Date(0);
    }
  });

  test("takes nobody for dead in the first turn after it could not look itself", async () => {
    const { run, now } = await deserted(await aPerson(), ["one"]);
    let looks = 0;
    // Every turn comes long after the one before, as after a sleep.
    reaping(10, () => plusMs(now, 10 * MINUTE_MS * ++looks));
    await expect.poll(() => looks).toBeGreaterThanOrEqual(3);
    expect((await storedOf(run)).generation.status).toBe("running");
  });
});

test("a piece that was stored but not acknowledged, sent again with more, leaves no gap and no overlap", async () => {
  const { run, generationId, now } = await deserted(await aPerson(), ["Once "]);
  await storePieces([{ generationId, from: 5, to: 10, text: "upon " }], now);
  await storePieces([{ generationId, from: 5, to: 16, text: "upon a time" }], now);
  await storePieces([{ generationId, from: 5, to: 10, text: "upon " }], now);
  const { pieces, generation } = await storedOf(run);
  expect(pieces.map(({ from, to, text }) => [from, to, text])).toEqual([
    [0, 5, "Once "],
    [5, 16, "upon a time"],
  ]);
  expect(generation.storedLength).toBe(16);
});

test("what was ended is not written to any more, and its writer is told", async () => {
  const { run, generationId, now } = await deserted(await aPerson(), ["Once "]);
  await reapSilentGenerations(later(now));
  const marks = await storePieces([{ generationId, from: 5, to: 9, text: "upon" }], now);
  expect(marks).toEqual([{ generationId, isRunning: false, seenLength: null }]);
  expect((await storedOf(run)).pieces).toHaveLength(1);
});

test("pieces are dropped once their answer has been whole for a while, and not before", async () => {
  const viewer = await aPerson();
  const [old, running] = [await deserted(viewer, ["old"]), await deserted(viewer, ["new"])];
  const finishedAt = plusMs(old.now, 2 * MINUTE_MS);
  await storePieces(
    [{ generationId: running.generationId, from: 3, to: 4, text: "!" }],
    plusMs(finishedAt, -SECOND_MS),
  );
  await reapSilentGenerations(() => finishedAt);
  const left = async () => {
    const events = await db.generationEvent.findMany({ where: { generation: { userId: viewer.id } } });
    return new Set(events.map(({ generationId }) => generationId));
  };
  await dropPieces(finishedAt);
  expect(await left()).toEqual(new Set([old.generationId, running.generationId]));
  await dropPieces(plusMs(finishedAt, 1));
  expect(await left()).toEqual(new Set([running.generationId]));
});

test("the jobs reap and drop by the clock", async () => {
  const { run, generationId } = await deserted(await aPerson(), ["a"]);
  await db.generation.update({
    where: { id: generationId },
    data: { heartbeatAt: new Date(Date.now() - 2 * MINUTE_MS) },
  });
  for (const job of ["chat.reap", "chat.drop-pieces"]) await chatJobs[job]!({}, { attempt: 1, maxAttempts: 1 });
  expect(await storedOf(run)).toMatchObject({ generation: { status: "interrupted" }, pieces: [{ text: "a" }] });
});
