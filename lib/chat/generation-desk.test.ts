import { expect, test } from "vitest";
import { storePieces } from "@/lib/chat/queries/pieces";
import { aPerson, hear } from "@/lib/chat/testing/person";
import { aModel, aProcess, aRun, storedOf } from "@/lib/chat/testing/processes";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/platform/errors";

const NOTHING_CAME = { content: "", status: "failed", errorCode: "model_down" };

test("a process that ends breaks off what it writes and what begins in the meantime", async () => {
  const viewer = await aPerson();
  const [first, late] = [await aRun(viewer), await aRun(viewer)];
  const [{ desk }, model, unheard] = [aProcess({ isDeaf: true }), aModel(), aModel()];
  const heard = hear(desk.start(first, undefined, model.infer).subscribe);
  model.say("One two");
  const ending = desk.finishAll({ forGood: true });
  const lateHeard = hear(desk.start(late, undefined, unheard.infer).subscribe);
  await ending;
  expect((await heard).last).toMatchObject({ type: "error", code: "model_cut_off" });
  expect((await lateHeard).events.map(({ type }) => type)).toEqual(["start", "error"]);
  expect(await storedOf(first)).toMatchObject({ message: { content: "One two", status: "interrupted" } });
  expect(await storedOf(late)).toMatchObject({ message: NOTHING_CAME, endings: [{ kind: "release" }] });
});

test("a process that ends before the first word leaves an answer that failed, not one with text to keep", async () => {
  const viewer = await aPerson();
  const [begun, gone] = [await aRun(viewer), await aRun(viewer, { prefix: "Once upon" })];
  const [{ desk }, silent, other] = [aProcess({ isDeaf: true }), aModel(), aModel()];
  const heard = hear(desk.start(begun, undefined, silent.infer).subscribe);
  const heardOn = hear(desk.start(gone, undefined, other.infer).subscribe);
  await desk.finishAll();
  expect((await heard).last).toMatchObject({ type: "error", code: "model_down" });
  expect(await storedOf(begun)).toMatchObject({ message: NOTHING_CAME, endings: [{ kind: "release" }] });
  expect((await heardOn).last).toMatchObject({ type: "error", code: "model_cut_off" });
  expect(await storedOf(gone)).toMatchObject({ message: { content: "Once upon", status: "interrupted" } });
});

test("a person's answer is nobody else's, even here", async () => {
  const run = await aRun(await aPerson());
  const [{ desk }, model] = [aProcess({ isDeaf: true }), aModel()];
  const answer = desk.start(run, undefined, model.infer);
  expect(desk.answer(run.userId, run.ids.generationId)).toBe(answer);
  expect(desk.answer((await aPerson()).id, run.ids.generationId)).toBeUndefined();
  await desk.finishAll();
});

test("who continues an answer, and meets a failure at once, keeps what was there", async () => {
  const run = await aRun(await aPerson(), { prefix: "Once upon" });
  const [{ desk }, model] = [aProcess({ isDeaf: true }), aModel()];
  const heard = hear(desk.start(run, undefined, model.infer).subscribe);
  model.fail(new AppError("model_refused"));
  expect(await heard).toMatchObject({ text: "Once upon", last: { type: "error", code: "model_refused" } });
  expect(await storedOf(run)).toMatchObject({
    message: { content: "Once upon", status: "interrupted" },
    endings: [{ kind: "release" }],
  });
});

test("who answered instead is named on the message and in the operator's row, at his price", async () => {
  const run = await aRun(await aPerson());
  const { desk } = aProcess({ isDeaf: true });
  const use = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0, estimated: false };
  const [sage] = await db.modelPrice.findMany({ where: { model: "parley-sage" } });
  const answer = desk.start(run, undefined, async (_request, { onText }) => {
    onText("Hi");
    return {
      text: "Hi",
      charge: { use, costMicros: 5n, priceVersion: sage!.version },
      ending: { kind: "completed", finishReason: "stop" },
      steppedIn: { model: "parley-sage", insteadOf: "parley-swift" },
      providerRequestId: undefined,
      firstTokenMs: 1,
      durationMs: 2,
    };
  });
  await hear(answer.subscribe);
  const { message, endings } = await storedOf(run);
  expect(message).toMatchObject({ model: "parley-sage", fallbackFrom: "parley-swift" });
  expect(endings).toMatchObject([{ kind: "settle", priceVersion: sage!.version }]);
  const row = await db.openAiInteraction.findFirstOrThrow({ where: { sourceId: run.ids.generationId } });
  expect(row.model).toBe("parley-sage");
});

test("a first answer asks for a title, one that broke off does not", async () => {
  const viewer = await aPerson();
  const [whole, broken] = [await aRun(viewer), await aRun(viewer)];
  const { desk } = aProcess({ isDeaf: true });
  for (const [run, end] of [
    [whole, "finish"],
    [broken, "fail"],
  ] as const) {
    const model = aModel();
    const heard = hear(desk.start(run, undefined, model.infer).subscribe);
    model.say("Hi");
    if (end === "finish") model.finish();
    else model.fail(new AppError("model_stalled"));
    await heard;
  }
  const keys = await db.$queryRaw`
    SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'chat.title'
      AND key IN (${`chat.title:${whole.ids.conversationId}`}, ${`chat.title:${broken.ids.conversationId}`})`;
  expect(keys).toEqual([{ key: `chat.title:${whole.ids.conversationId}` }]);
});

test("an end that the database refuses for a while is written when it is back, with the text in full", async () => {
  const run = await aRun(await aPerson());
  const [{ desk }, model] = [aProcess({ isDeaf: true, store: (...given) => storePieces(...given) }), aModel()];
  const heard = hear(desk.start(run, undefined, model.infer).subscribe);
  model.say("One two");
  await db.$executeRaw`ALTER TABLE openai_interactions RENAME TO openai_interactions_away`;
  model.finish();
  await expect.poll(async () => (await storedOf(run)).generation.storedLength).toBe(7);
  await db.$executeRaw`ALTER TABLE openai_interactions_away RENAME TO openai_interactions`;
  expect((await heard).last).toEqual({ type: "done", finishReason: "stop" });
  expect(await storedOf(run)).toMatchObject({
    message: { content: "One two", status: "complete" },
    endings: [{ kind: "settle" }],
  });
});
