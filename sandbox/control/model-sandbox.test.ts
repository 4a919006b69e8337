import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { quickSandbox } from "../openai/testing";
import { modelSandboxAt } from "./model-sandbox";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Something else than an OpenAI sandbox at that address. */
async function somethingElse(answer: RequestListener): Promise<string> {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

describe("the neighbour", () => {
  test.each(["", "/", "/v1", "/v1/"])("is found with %j behind its address", async (end) => {
    const openai = await quickSandbox();
    const state = await modelSandboxAt(openai.url + end).state();
    await openai.close();
    expect(state).toMatchObject({ armed: [], pace: { ttftMs: 0, tokensPerSecond: 0 }, calls: [] });
    expect(state?.models).toContain("parley-swift");
  });

  test("does what it is told, and says why when it does not", async () => {
    const openai = await quickSandbox();
    const model = modelSandboxAt(openai.url);
    expect(await model.arm({ fault: "503", count: 2 })).toBeUndefined();
    expect(await model.setPace({ tokensPerSecond: 10 })).toBeUndefined();
    const { armed, pace } = (await model.state())!;
    expect([armed.length, armed[0]?.remaining, pace.tokensPerSecond]).toEqual([1, 2, 10]);
    expect(await model.disarm(armed[0]!.id)).toBeUndefined();
    expect(await model.disarm(armed[0]!.id)).toContain("not armed any more");
    expect(await model.disarm("../../etc")).toContain("not armed any more");
    expect(await model.arm({ fault: "nonsense" })).toContain("fault");
    expect(await model.setPace({ ttftMs: -1 })).toContain("ttftMs");
    expect((await model.state())?.armed).toEqual([]);
    await openai.close();
  });

  test.each<[string, RequestListener]>([
    ["a page", (_, response) => response.end("<html>")],
    ["other JSON", (_, response) => response.end('{"armed":"no"}')],
    ["an error", (_, response) => response.writeHead(500).end("{}")],
    ["nothing", (request) => request.socket.destroy()],
  ])("that answers with %s is none", async (_, answer) => {
    const model = modelSandboxAt(await somethingElse(answer));
    expect(await model.state()).toBeUndefined();
  });

  test.each<[string, RequestListener, string]>([
    ["an error without words", (_, response) => response.writeHead(418).end("{}"), "It answered 418."],
    ["a page", (_, response) => response.writeHead(502).end("<html>"), "does not answer"],
    ["nothing", (request) => request.socket.destroy(), "does not answer"],
  ])("that refuses with %s is quoted as far as it goes", async (_, answer, words) => {
    const model = modelSandboxAt(await somethingElse(answer));
    expect(await model.arm({ fault: "500" })).toContain(words);
  });
});
