import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stopGenerationsOf } from "@/lib/chat/stop";
import { aPerson, hear } from "@/lib/chat/testing/person";
import { allListen, aModel, aProcess, aRun, storedOf } from "@/lib/chat/testing/processes";
import { ourDesk } from "@/lib/chat/generations";
import type { Run } from "@/lib/chat/writing";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

type Process = ReturnType<typeof aProcess>;

let writer: Process;
let other: Process;
let viewer: Viewer;
let run: Run;

beforeEach(async () => {
  [writer, other, viewer] = [aProcess(), aProcess(), await aPerson()];
  run = await aRun(viewer);
  await allListen(writer, other);
});

afterEach(async () => {
  await writer.desk.finishAll();
  await Promise.all([writer.close(), other.close()]);
});

describe("an answer that is stopped", () => {
  test("keeps what was seen, tells every reader where to cut, and is charged for all that came", async () => {
    const model = aModel();
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two three four");
    expect(await writer.stop(viewer, run.ids.generationId, 7)).toEqual({ stopped: true });
    expect((await heard).last).toEqual({ type: "done", finishReason: "stopped", keptLength: 7 });
    expect(model.state.isAborted).toBe(true);
    const { generation, message, endings } = await storedOf(run);
    expect(generation).toMatchObject({
      status: "stopped",
      finishReason: "stopped",
      stopSeenLength: 7,
      errorCode: null,
    });
    expect(message).toMatchObject({ status: "stopped", content: "One two", finishReason: "stopped" });
    expect(endings).toMatchObject([{ kind: "settle", outputTokens: Math.ceil("One two three four".length / 4) }]);
  });

  test("keeps all that was sent when nobody says what was seen", async () => {
    const model = aModel();
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    model.say("One ");
    model.say("two");
    await writer.stop(viewer, run.ids.generationId);
    expect(await heard).toMatchObject({ text: "One two", last: { keptLength: 7 } });
    expect((await storedOf(run)).message?.content).toBe("One two");
  });

  test("never keeps more than there is, nor half a character", async () => {
    const model = aModel();
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    model.say("Hi 🦜");
    await writer.stop(viewer, run.ids.generationId, 4);
    expect((await heard).last).toMatchObject({ keptLength: 3 });
    const more = await aRun(viewer);
    const reader = hear(writer.desk.start(more, undefined, model.infer).subscribe);
    model.say("Hi 🦜");
    await writer.stop(viewer, more.ids.generationId, 9_999_999_999);
    expect((await reader).last).toMatchObject({ keptLength: 5 });
    expect([(await storedOf(run)).message?.content, (await storedOf(more)).message?.content]).toEqual(["Hi ", "Hi 🦜"]);
  });

  test("before its first word is empty and costs nothing", async () => {
    const model = aModel();
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    await writer.stop(viewer, run.ids.generationId, 0);
    expect((await heard).events.map(({ type }) => type)).toEqual(["start", "done"]);
    const { message, endings } = await storedOf(run);
    expect(message).toMatchObject({ status: "stopped", content: "" });
    expect(endings).toMatchObject([{ kind: "release" }]);
    expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros: 0n, reservedMicros: 0n });
  });

  test("keeps at least what it began with", async () => {
    const longer = await aRun(viewer, { prefix: "Once upon" });
    const model = aModel();
    const heard = hear(writer.desk.start(longer, undefined, model.infer).subscribe);
    model.say(" a time");
    await writer.stop(viewer, longer.ids.generationId, 2);
    expect(await heard).toMatchObject({ text: "Once upon a time", last: { keptLength: 9 } });
    const { message, endings } = await storedOf(longer);
    expect(message?.content).toBe("Once upon");
    expect(endings).toMatchObject([{ outputTokens: Math.ceil(" a time".length / 4) }]);
  });
});

describe("a stop", () => {
  test("from another process reaches the writer, and its readers everywhere", async () => {
    const model = aModel();
    const here = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    const there = other.hear(viewer, run.ids.generationId);
    model.say("One two three");
    expect(await other.stop(viewer, run.ids.generationId, 3)).toEqual({ stopped: true });
    expect((await here).last).toEqual({ type: "done", finishReason: "stopped", keptLength: 3 });
    expect((await there).last).toEqual((await here).last);
    expect((await storedOf(run)).message?.content).toBe("One");
  });

  test("is found by a writer that hears no news, with the next piece or sign of life", async () => {
    const deaf = aProcess({ isDeaf: true });
    const model = aModel();
    const heard = hear(deaf.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two three");
    await other.stop(viewer, run.ids.generationId, 3);
    expect((await heard).last).toMatchObject({ finishReason: "stopped", keptLength: 3 });
  });

  test("counts as the first one said, however often it comes", async () => {
    const model = aModel();
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two three");
    const stops = await Promise.all([5, 8, 2].map((seen) => other.stop(viewer, run.ids.generationId, seen)));
    expect(stops).toContainEqual({ stopped: true });
    const { last } = await heard;
    const { generation, message, endings } = await storedOf(run);
    expect(message?.content.length).toBe(generation.stopSeenLength);
    expect(last).toMatchObject({ keptLength: generation.stopSeenLength });
    expect(endings).toHaveLength(1);
  });

  test("in the writer's own process keeps to one that came before from elsewhere, and of which it heard nothing", async () => {
    const deaf = aProcess({ isDeaf: true });
    const model = aModel();
    const heard = hear(deaf.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two three");
    await other.stop(viewer, run.ids.generationId, 3);
    await deaf.stop(viewer, run.ids.generationId, 8);
    expect((await heard).last).toMatchObject({ finishReason: "stopped", keptLength: 3 });
    expect((await storedOf(run)).message?.content).toBe("One");
  });

  test("that comes in the very moment of the end is kept to: who was told that it is stopped finds it so", async () => {
    const model = aModel();
    const deaf = aProcess({ isDeaf: true });
    const heard = hear(deaf.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two three");
    expect(await other.stop(viewer, run.ids.generationId, 3)).toEqual({ stopped: true });
    model.finish();
    expect((await heard).last).toEqual({ type: "done", finishReason: "stopped", keptLength: 3 });
    expect(await storedOf(run)).toMatchObject({
      message: { content: "One", status: "stopped" },
      endings: [{ kind: "settle" }],
    });
  });

  test("of an answer that is over changes nothing, and says so", async () => {
    const model = aModel();
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two");
    model.finish();
    await heard;
    expect(await other.stop(viewer, run.ids.generationId, 3)).toEqual({ stopped: false });
    expect(await storedOf(run)).toMatchObject({
      message: { content: "One two", status: "complete" },
      generation: { stopRequestedAt: null },
    });
  });

  test("of an answer that failed by itself leaves it stopped, if it came first", async () => {
    const deaf = aProcess({ isDeaf: true });
    const model = aModel();
    const heard = hear(deaf.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two");
    await other.stop(viewer, run.ids.generationId, 3);
    model.fail(new AppError("model_stalled"));
    expect((await heard).last).toMatchObject({ type: "done", finishReason: "stopped" });
  });

  test("by somebody else, or of what there is not, is not found and stops nothing", async () => {
    const stranger = await aPerson();
    const model = aModel();
    writer.desk.start(run, undefined, model.infer);
    for (const [who, id] of [
      [stranger, run.ids.generationId],
      [viewer, newId()],
      [viewer, "no id"],
    ] as const)
      await expect(writer.stop(who, id, 0)).rejects.toMatchObject({ code: "not_found" });
    expect(model.state.isAborted).toBe(false);
    expect((await storedOf(run)).generation).toMatchObject({ status: "running", stopRequestedAt: null });
  });

  test("while the database is away breaks the call off all the same, where it is written, and is stored later", async () => {
    const model = aModel();
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two three");
    await expect.poll(async () => (await storedOf(run)).pieces.length).toBe(1);
    await db.$executeRaw`ALTER TABLE generations RENAME TO generations_away`;
    const { generationId } = run.ids;
    await expect(other.stop(viewer, generationId, 3)).rejects.toThrow("generations");
    await expect(writer.stop({ ...viewer, id: newId() }, generationId, 3)).rejects.toThrow("generations");
    expect(model.state.isAborted).toBe(false);
    expect(await writer.stop(viewer, generationId, 3)).toEqual({ stopped: true });
    expect(model.state.isAborted).toBe(true);
    await db.$executeRaw`ALTER TABLE generations_away RENAME TO generations`;
    expect((await heard).last).toEqual({ type: "done", finishReason: "stopped", keptLength: 3 });
    expect((await storedOf(run)).message).toMatchObject({ content: "One", status: "stopped" });
  });

  test("of a temporary answer works from another process too", async () => {
    const secret = await aRun(viewer, { isTemporary: true });
    const model = aModel();
    const heard = hear(writer.desk.start(secret, undefined, model.infer).subscribe);
    model.say("Hush now");
    await other.stop(viewer, secret.ids.generationId, 4);
    expect((await heard).last).toMatchObject({ finishReason: "stopped", keptLength: 4 });
    expect(await storedOf(secret)).toMatchObject({ generation: { status: "stopped" }, message: null, pieces: [] });
  });
});

test("who deletes a conversation stops all that is written in it, and nothing else", async () => {
  const [model, elsewhere] = [aModel(), aModel()];
  const another = await aRun(viewer);
  const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
  writer.desk.start(another, undefined, elsewhere.infer);
  model.say("One two");
  const stranger = await aPerson();
  await stopGenerationsOf(stranger.id, run.ids.conversationId);
  expect(model.state.isAborted).toBe(false);
  await stopGenerationsOf(viewer.id, run.ids.conversationId);
  expect((await heard).last).toMatchObject({ finishReason: "stopped", keptLength: 7 });
  expect(elsewhere.state.isAborted).toBe(false);
  expect(await db.generation.count({ where: { userId: viewer.id, status: "running" } })).toBe(1);
  await ourDesk().finishAll();
});
