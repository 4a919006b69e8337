import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PAUSES } from "@/lib/inference/circuit";

/** Over the wire: our sandbox is the provider that is asked first, and aimock, which always answers, the second one. */
const mock = new LLMock({ port: 0, chunkSize: 8 });
await mock.start();
mock.onMessage(/./u, { content: "The second one answers." });
vi.stubEnv("OPENAI_FALLBACK_BASE_URL", `${mock.url}/v1`);
vi.stubEnv("OPENAI_FALLBACK_API_KEY", "sk-second");
const { streamCompletion } = await import("@/lib/adapters/llm/completion");
const { circuitsOf } = await import("@/lib/inference/circuits");
const { candidatesFor } = await import("@/lib/inference/candidates");
const { runInference } = await import("@/lib/inference/run");
const { answerForProgram, RefusedQuestion, streamForProgram } = await import("@/lib/inference/programs");
const { modelById } = await import("@/lib/usage/catalogue");
const { newId } = await import("@/lib/platform/ids");
const { aProgram } = await import("@/lib/gateway/testing/program");
afterAll(async () => {
  await mock.stop();
  vi.unstubAllEnvs();
});

const model = modelById("parley-swift");
const { userId } = await aProgram();
const world = { atMs: 0 };
let circuits = circuitsOf({ ...PAUSES, opensAfter: 4 });
beforeEach(() => {
  world.atMs = Date.parse("2026-11-21T12:00:00Z");
  circuits = circuitsOf({ ...PAUSES, opensAfter: 4 }, () => new Date(world.atMs));
});

describe("an answer that somebody reads", () => {
  /** Who was called, and who answered. */
  async function ask(content: string) {
    const called: string[] = [];
    const request = { sourceId: "s", model, turns: [{ role: "user", content }] as const, maxOutputTokens: 100 };
    const complete: typeof streamCompletion = (call, listening) => {
      called.push(listening.endpoint ?? "primary");
      return streamCompletion(call, listening);
    };
    const listening = { onText: () => {}, signal: new AbortController().signal };
    const { ending, steppedIn } = await runInference(request, listening, complete, candidatesFor(request), circuits);
    return { called, ending: ending.kind, isSecond: steppedIn !== undefined };
  }

  test("comes from the second provider at once while the first is away, and from the first once it is back", async () => {
    for (const _ of [1, 2])
      expect(await ask("Hello [sandbox:500]")).toMatchObject({
        called: ["primary", "primary", "fallback"],
        isSecond: true,
      });
    expect(circuits.spared()).toEqual([model.id]);
    // Nothing is asked of the first, although it would answer.
    expect(await ask("Hello")).toEqual({ called: ["fallback"], ending: "completed", isSecond: true });
    world.atMs += 10_000;
    expect(await ask("Hello [sandbox:hang-up]")).toMatchObject({ called: ["primary", "fallback"] });
    world.atMs += 10_000;
    expect(await ask("Hello")).toMatchObject({ called: ["fallback"] });
    world.atMs += 10_000;
    expect(await ask("Hello")).toEqual({ called: ["primary"], ending: "completed", isSecond: false });
    expect(await ask("Hello")).toMatchObject({ called: ["primary"] });
    expect(circuits.spared()).toEqual([]);
  });

  test("is never asked elsewhere for what the first refuses, or breaks off after its first word", async () => {
    for (const fault of ["context-length", "429", "401", "cut", "cut", "cut", "cut", "cut"])
      await ask(`Hello [sandbox:${fault}]`);
    expect(circuits.spared()).toEqual([]);
    expect(await ask("Hello")).toMatchObject({ called: ["primary"] });
  });
});

describe("a program's call", () => {
  function aCall(content: string) {
    const body = { model: model.id, messages: [{ role: "user", content }], max_tokens: 50 };
    const turns = [{ role: "user", content }] as const;
    return {
      userId,
      sourceId: newId(),
      model,
      turns,
      signal: new AbortController().signal,
      call: { path: "/chat/completions" as const, body },
    };
  }

  const whole = async (content: string) => (await answerForProgram(aCall(content), () => new Date(), circuits)).body;

  async function streamed(content: string): Promise<string> {
    const call = aCall(content);
    const stream = await streamForProgram(
      { ...call, call: { ...call.call, body: { ...call.call.body, stream: true } } },
      () => new Date(),
      { circuits },
    );
    let said = "";
    await stream.listen((event) => {
      said += event.said;
    });
    return said;
  }

  test("goes to the second provider at once while the first is away, streamed or whole", async () => {
    for (const call of [whole, streamed, whole, streamed])
      expect(await call("Hello [sandbox:500]")).toContain("The second one answers.");
    expect(circuits.spared()).toEqual([model.id]);
    expect(await whole("Hello")).toContain("The second one answers.");
    expect(await streamed("Hello")).toBe("The second one answers.");
    world.atMs += 10_000;
    expect(await streamed("Hello")).not.toContain("The second one");
    expect(circuits.spared()).toEqual([]);
  });

  test("is never sent elsewhere at once for what was refused, or broken off after its first word", async () => {
    const refused = () => expect(whole("Hello [sandbox:context-length]")).rejects.toBeInstanceOf(RefusedQuestion);
    await refused();
    for (const fault of ["429", "401"]) expect(await whole(`Hello [sandbox:${fault}]`)).toContain("second one answers");
    await refused();
    for (const _ of [1, 2, 3, 4])
      await expect(streamed("Hello [sandbox:cut]")).rejects.toMatchObject({ code: "model_cut_off" });
    expect(circuits.spared()).toEqual([]);
  });
});
