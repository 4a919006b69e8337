import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Running } from "../http/listen";
import type { Call } from "./calls";
import type { Order } from "./orders";
import { asking, clientOf, post, quickSandbox, statsOf } from "./testing";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
beforeEach(() => fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST" }));
afterAll(() => sandbox.close());

async function read<T>(path: string): Promise<T> {
  return (await (await fetch(`${sandbox.url}/_sandbox/${path}`)).json()) as T;
}

const armed = async () => (await read<{ armed: Order[] }>("faults")).armed;
const calls = () => read<Call[]>("calls");
const arm = (order: object) => post(sandbox, "/_sandbox/faults", order);
const say = (content: string, model = "parley-swift") =>
  clientOf(sandbox).chat.completions.create({ ...asking(content), model });

describe("armed faults", () => {
  test("strike the next calls of their model, and are listed until they are used up", async () => {
    expect((await arm({ fault: "503", count: 2, model: "parley-sage" })).status).toBe(201);
    await say("Hello");
    await expect(say("Hello", "parley-sage")).rejects.toMatchObject({ status: 503 });
    expect(await armed()).toMatchObject([{ fault: "503", model: "parley-sage", remaining: 1 }]);
    await expect(say("Hello", "parley-sage")).rejects.toMatchObject({ status: 503 });
    await say("Hello", "parley-sage");
    expect(await armed()).toEqual([]);
  });

  test("wait for a call that asks for nothing itself", async () => {
    await arm({ fault: "500" });
    await expect(say("Hello [sandbox:401]")).rejects.toMatchObject({ status: 401 });
    await expect(say("Hello")).rejects.toMatchObject({ status: 500 });
  });

  test("can be taken off again", async () => {
    const { id } = (await (await arm({ fault: "500", count: 9 })).json()) as Order;
    const remove = () => fetch(`${sandbox.url}/_sandbox/faults/${id}`, { method: "DELETE" });
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
    await arm({ fault: "500" });
    expect((await fetch(`${sandbox.url}/_sandbox/faults`, { method: "DELETE" })).status).toBe(204);
    await say("Hello");
  });

  test.each([{ fault: "nonsense" }, { fault: "500", count: 0 }, { fault: "500", route: "/" }, {}, [], "{"])(
    "that are %j are refused",
    async (order) => {
      expect((await post(sandbox, "/_sandbox/faults", order)).status).toBe(400);
      expect(await armed()).toEqual([]);
    },
  );
});

describe("a fault of one request", () => {
  test("comes by header, and by metadata for those who can set none", async () => {
    const byHeader = clientOf(sandbox).chat.completions.create(asking("Hello"), {
      headers: { "x-sandbox-fault": "429" },
    });
    await expect(byHeader).rejects.toMatchObject({ status: 429 });
    const metadata = { sandbox_fault: "insufficient_quota" };
    const byMetadata = clientOf(sandbox).chat.completions.create({ ...asking("Hello"), metadata });
    await expect(byMetadata).rejects.toMatchObject({ code: "insufficient_quota" });
  });

  test("can be several things at once", async () => {
    const body = { ...asking("Explain 日本 [sandbox:crlf] [sandbox:no-done]"), stream: true };
    const text = await (await post(sandbox, "/v1/chat/completions", body)).text();
    expect(text).toContain("\r\n\r\n");
    expect(text).toContain('"finish_reason":"stop"');
    expect(text).not.toContain("[DONE]");
  });
});

describe("the pace", () => {
  const setPace = (pace: object) =>
    fetch(`${sandbox.url}/_sandbox/pace`, { method: "PUT", body: JSON.stringify(pace) });

  test("holds for every call from then on, a part of it too, and until the reset", async () => {
    await setPace({ ttftMs: 60_000, tokensPerSecond: 2 });
    expect(await (await setPace({ tokensPerSecond: 2_000 })).json()).toEqual({
      ttftMs: 60_000,
      tokensPerSecond: 2_000,
    });
    const leaving = new AbortController();
    const waiting = clientOf(sandbox).chat.completions.create(asking("Hello"), { signal: leaving.signal });
    await vi.waitFor(async () => expect((await statsOf(sandbox)).open).toBe(1));
    leaving.abort();
    await expect(waiting).rejects.toThrow("aborted");
    await fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST" });
    expect(await read("pace")).toEqual({ ttftMs: 0, tokensPerSecond: 0 });
    await say("Hello");
  });

  test.each([{ ttftMs: -1 }, { tokensPerSecond: "fast" }, { speed: 1 }])("%j is none", async (pace) => {
    expect((await setPace(pace)).status).toBe(400);
    expect(await read("pace")).toEqual({ ttftMs: 0, tokensPerSecond: 0 });
  });
});

describe("the calls that came", () => {
  test("are told with model, tokens and status, the newest first, and of the prompt only its beginning", async () => {
    const secret = "the end of a long question";
    const answer = await say(`Explain recursion ${"very ".repeat(30)}${secret}`);
    await expect(say("Hello [sandbox:401]", "parley-sage")).rejects.toThrow("401");
    await vi.waitFor(async () =>
      expect((await calls()).map(({ outcome }) => outcome)).toEqual(["answered", "answered"]),
    );
    const [failed, whole] = await calls();
    expect(failed).toMatchObject({ model: "parley-sage", status: 401, faults: ["401"], completionTokens: null });
    expect(whole).toMatchObject({
      id: answer._request_id,
      model: "parley-swift",
      streamed: false,
      status: 200,
      faults: [],
      promptTokens: answer.usage!.prompt_tokens,
      completionTokens: answer.usage!.completion_tokens,
    });
    expect(whole!.about).toMatch(/^Explain recursion .*…$/u);
    expect(JSON.stringify(await calls())).not.toContain(secret);
  });

  test("say which temperature was asked for, and when none was", async () => {
    const warm = (temperature?: number) =>
      clientOf(sandbox).chat.completions.create({
        ...asking("Hello"),
        ...(temperature === undefined ? {} : { temperature }),
      });
    for (const temperature of [0, 0.3, undefined]) await warm(temperature);
    expect((await calls()).map(({ temperature }) => temperature)).toEqual([null, 0.3, 0]);
  });

  test("say who closed the connection", async () => {
    await expect(say("Hello [sandbox:cut]")).rejects.toThrow("Connection error");
    const stream = await clientOf(sandbox).chat.completions.create({
      ...asking("Hello [sandbox:slow]"),
      stream: true,
    });
    for await (const _ of stream) break;
    await vi.waitFor(async () => expect((await calls()).map(({ outcome }) => outcome)).toEqual(["left", "broken"]));
  });

  test("include requests that are none, and embeddings", async () => {
    await post(sandbox, "/v1/chat/completions", "{");
    await clientOf(sandbox).embeddings.create({ model: "parley-embed", input: "two words" });
    await vi.waitFor(async () =>
      expect(await calls()).toMatchObject([
        { route: "/v1/embeddings", model: "parley-embed", promptTokens: 2, status: 200 },
        { route: "/v1/chat/completions", model: null, status: 400 },
      ]),
    );
  });

  test("are forgotten from the hundred and first on", async () => {
    for (let index = 0; index < 105; index += 1) await post(sandbox, "/v1/embeddings", "{");
    expect(await calls()).toHaveLength(100);
  });
});
