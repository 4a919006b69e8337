import { type ChildProcess, fork } from "node:child_process";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { questionFor, type Saying, textOf } from "./sayings";
import type { HungUp } from "./upstream";

let child: ChildProcess;
let url = "";
beforeAll(async () => {
  child = fork("bench/upstream.ts", ["0"], { execArgv: ["--import", "tsx"] });
  const { port } = await new Promise<AddressInfo>((resolve) => child.once("message", resolve));
  url = `http://127.0.0.1:${port}/v1/chat/completions`;
});
afterAll(() => {
  child.disconnect();
});

test("says what the question asks for, and how it ended", async () => {
  const saying = { kind: "rich", tokens: 120, perSecond: 2_000 } as const;
  const said = await (await ask(saying, "one")).text();
  const events = said.split("\n\n").flatMap((event) => (event.startsWith("data: {") ? [event.slice(6)] : []));
  const chunks = events.map((event) => JSON.parse(event) as Chunk);
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe(textOf(saying));
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
  expect(chunks.at(-1)?.usage).toMatchObject({ completion_tokens: 120 });
  expect(said.endsWith("data: [DONE]\n\n")).toBe(true);
});

test("a call that is not streamed is one JSON answer, however long its question", async () => {
  const response = await fetch(url, {
    method: "POST",
    body: JSON.stringify({ messages: [{ content: "x".repeat(90_000) }] }),
  });
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toMatchObject({
    choices: [{ message: { content: "A title" }, finish_reason: "stop" }],
  });
});

test("who hangs up is told of by name, and who stays to the end is not", async () => {
  const told: string[] = [];
  child.on("message", ({ hungUp }: HungUp) => told.push(hungUp));
  await (await ask({ kind: "words", tokens: 2, perSecond: 1_000 }, "stays")).text();
  const left = new Promise<HungUp>((resolve) => child.once("message", resolve));
  const response = await ask({ kind: "words", tokens: 1_000, perSecond: 1 }, "leaves");
  await response.body?.cancel();
  const { hungUp, atMs } = await left;
  expect(hungUp).toBe("leaves");
  expect(Math.abs(atMs - (performance.timeOrigin + performance.now()))).toBeLessThan(10_000);
  expect(told).toEqual(["leaves"]);
});

type Chunk = { choices: { delta: { content?: string }; finish_reason: string | null }[]; usage?: object };

function ask(saying: Saying, name: string): Promise<Response> {
  const messages = [{ role: "user", content: questionFor(saying, name) }];
  return fetch(url, { method: "POST", body: JSON.stringify({ stream: true, messages }) });
}
