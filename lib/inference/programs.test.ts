import { expect, test } from "vitest";
import { clientOf, aProgram, holdsOf, receiptsOf, type Program } from "@/lib/gateway/testing/program";
import { db } from "@/lib/db/client";
import { streamForProgram } from "@/lib/inference/programs";
import { finishAllCalls } from "@/lib/inference/under-way";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById } from "@/lib/usage/catalogue";
import { reserve } from "@/lib/usage/reservations";

const asked = (content: string) => ({ model: "parley-swift", messages: [{ role: "user" as const, content }] });

async function reading(program: Program, content: string) {
  const stream = await clientOf(program).chat.completions.create({ ...asked(content), stream: true });
  const iterator = stream[Symbol.asyncIterator]();
  let text = "";
  return {
    async first() {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        text += next.value.choices[0]?.delta.content ?? "";
        if (text !== "") return;
      }
    },
    async rest() {
      for (let next = await iterator.next(); !next.done; next = await iterator.next())
        text += next.value.choices[0]?.delta.content ?? "";
    },
    text: () => text,
  };
}

test("a process that is asked to go ends its calls, says so, and has them paid as far as they came", async () => {
  const program = await aProgram();
  const call = await reading(program, "Write a very long story [sandbox:slow]");
  await call.first();
  await finishAllCalls();
  await expect(call.rest()).rejects.toMatchObject({ code: "model_unavailable" });
  const [receipt] = await receiptsOf(program.userId);
  expect(receipt).toMatchObject({ estimated: true });
  expect(receipt?.outputTokens).toBeGreaterThan(0);
  expect((await holdsOf(program.userId)).map(({ status }) => status)).toEqual(["settled"]);
});

test("an answer that takes too long is ended with an error, and paid as far as it came", async () => {
  const { userId } = await aProgram();
  const [sourceId, model] = [newId(), modelById("parley-swift")];
  await reserve(userId, { sourceId, origin: "api", model, promptTokens: 100 });
  const turns = [{ role: "user", content: "Write a very long story [sandbox:slow]" }] as const;
  const call = { path: "/chat/completions", body: { model: model.id, messages: turns, stream: true } } as const;
  const { signal } = new AbortController();
  const stream = await streamForProgram({ userId, sourceId, model, call, turns, signal }, now, { limitMs: 2_500 });
  let said = "";
  const heard = stream.listen((event) => (said += event.said));
  await expect(heard).rejects.toMatchObject({ code: "model_cut_off" });
  expect(said).not.toBe("");
  const [receipt] = await receiptsOf(userId);
  expect(receipt).toMatchObject({ estimated: true });
  expect(receipt?.outputTokens).toBeGreaterThan(0);
});

test("a call that waits for its whole answer then is given back", async () => {
  const program = await aProgram();
  const call = clientOf(program).chat.completions.create(asked("Hello [sandbox:stall-before]"));
  const failure = call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  await expect.poll(async () => (await holdsOf(program.userId)).length).toBe(1);
  await finishAllCalls();
  expect(await failure).toMatchObject({ status: 503 });
  expect((await holdsOf(program.userId)).map(({ status }) => status)).toEqual(["released"]);
});

test.each(["not-json", "error-body-200", "hang-up", "500", "malformed", "error-mid"])(
  "a whole answer that is none (%s) costs nothing and gives all back",
  async (fault) => {
    const program = await aProgram();
    const call = clientOf(program).chat.completions.create(asked(`Hello [sandbox:${fault}]`));
    await expect(call).rejects.toMatchObject({ status: 503, type: "server_error" });
    expect((await holdsOf(program.userId)).map(({ status }) => status)).toEqual(["released"]);
    expect(await receiptsOf(program.userId)).toEqual([]);
  },
);

test.each([
  ["cut", true],
  ["eof", true],
  ["no-finish", true],
  ["malformed", true],
  ["error-mid", true],
  ["event-error", true],
  ["no-usage", false],
  ["no-done", false],
])("a stream with the fault %s is paid by what came of it", async (fault, isBroken) => {
  const program = await aProgram();
  const call = await reading(program, `Write about rain [sandbox:${fault}]`);
  const code = await call.rest().then(
    () => undefined,
    (thrown: unknown) => (thrown as { code: string }).code,
  );
  expect(code).toBe(isBroken ? "model_unavailable" : undefined);
  expect(call.text().length).toBeGreaterThan(10);
  const [receipt] = await receiptsOf(program.userId);
  expect(receipt?.chargedMicros).toBeGreaterThan(0n);
  expect(receipt?.estimated).toBe(fault !== "no-done" && fault !== "no-finish");
});

test("a provider that breaks off before its first word has told nothing and is paid nothing", async () => {
  const program = await aProgram();
  const leaving = new AbortController();
  const stream = await clientOf(program).chat.completions.create(
    { ...asked("Hi [sandbox:stall-first]"), stream: true },
    { signal: leaving.signal },
  );
  stream.controller.abort();
  for await (const chunk of stream) expect(chunk).toBeUndefined();
  await expect.poll(async () => (await holdsOf(program.userId))[0]?.status).toBe("released");
});

test("the operator's row names the call, and keeps none of its words", async () => {
  const program = await aProgram();
  await clientOf(program).chat.completions.create(asked("Hello"));
  const [row] = await db.openAiInteraction.findMany({ where: { userId: program.userId } });
  expect(row).toMatchObject({ kind: "api", model: "parley-swift", outcome: "completed", prompt: null, response: null });
  expect(row?.providerRequestId).not.toBeNull();
});
