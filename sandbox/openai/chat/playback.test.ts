import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Running } from "../../http/listen";
import { asking, post, quickSandbox, statsOf } from "../testing";
import type { Ending } from "./faults";
import { createFrames, usageOf, wholeCompletion } from "./frames";
import { parseChatRequest } from "./request";
import { writeScore } from "./score";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

describe("a reader who is slow", () => {
  test("is waited for, and gets every byte in the end", async () => {
    const body = { ...asking("Write a very long essay about tea"), stream: true };
    const whole = await (await post(sandbox, "/v1/chat/completions", body)).text();
    const slowly = await new Promise<string>((resolve, reject) => {
      const call = request(`${sandbox.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: "Bearer k" },
      });
      call.on("error", reject);
      call.on("response", (response) => {
        response.setEncoding("utf8");
        response.pause();
        let text = "";
        response.on("data", (piece: string) => (text += piece));
        response.on("end", () => resolve(text));
        stillOpenAfterAWhile()
          .then(() => response.resume())
          .catch(reject);
      });
      call.end(JSON.stringify(body));
    });
    const sameOf = (text: string) => text.replaceAll(/"id":"[^"]+"|"created":\d+/gu, "");
    expect(sameOf(slowly)).toBe(sameOf(whole));
    await vi.waitFor(async () => expect((await statsOf(sandbox)).open).toBe(0));
  });
});

/** What does not fit in the socket has not been made yet. */
async function stillOpenAfterAWhile() {
  await wait(100);
  expect((await statsOf(sandbox)).open).toBe(1);
}

describe("a score", () => {
  const request = parseChatRequest(asking("Hi"));
  const terms = { promptTokens: 5, pace: { ttftMs: 1, tokensPerSecond: 2 }, fault: undefined };

  test("is the whole answer, with its usage", () => {
    const score = writeScore({ text: "one two three" }, request, terms);
    expect(score.tokens.join("")).toBe("one two three");
    expect(score).toMatchObject({
      finish: "stop",
      ending: "whole",
      usage: { prompt_tokens: 5, completion_tokens: score.tokens.length },
    });
  });

  test.each([
    ["exactly the limit is no cut", 3, "stop"],
    ["one less is", 2, "length"],
  ])("%s", (_, limit, finish) => {
    expect(writeScore({ text: "one two six" }, { ...request, max_tokens: limit }, terms)).toMatchObject({
      finish,
      usage: { completion_tokens: limit },
    });
  });

  test("the newer limit wins over the older", () => {
    const both = { ...request, max_tokens: 1, max_completion_tokens: 2 };
    expect(writeScore({ text: "one two six" }, both, terms).tokens).toHaveLength(2);
  });

  test.each<[string | string[] | null, string]>([
    [null, "one two six"],
    ["two", "one "],
    [["six", "two"], "one "],
    ["", "one two six"],
    ["seven", "one two six"],
    ["one", ""],
  ])("the stop %j leaves %j", (stop, text) => {
    expect(writeScore({ text: "one two six" }, { ...request, stop }, terms).tokens.join("")).toBe(text);
  });

  test.each<Ending>(["cut", "stall", "error-mid", "length", "content-filter"])(
    "for %s stops before its last token",
    (ending) => {
      const score = writeScore({ text: "one two three four" }, request, { ...terms, fault: { ending } });
      expect(score.tokens).toEqual(["one", " two"]);
      expect(score.ending).toBe(ending);
    },
  );
});

describe("frames", () => {
  const answer = { id: "c1", model: 'a"b', created: 7 };

  test("are JSON each, whatever the token holds", () => {
    const frames = createFrames(answer, true);
    for (const text of ['"', "\n", "\\", "\u2028", "🎈", "\ud800"]) {
      const frame = frames.delta(text);
      expect(frame.match(/\n/gu)).toHaveLength(2);
      expect(JSON.parse(frame.slice("data: ".length))).toMatchObject({
        id: "c1",
        model: 'a"b',
        usage: null,
        choices: [{ index: 0, delta: { content: text }, finish_reason: null }],
      });
    }
  });

  test("have no usage at all unless it was asked for", () => {
    const frames = createFrames(answer, false);
    expect(frames.usage(usageOf(1, 2))).toBe("");
    expect(frames.opening + frames.finish("stop")).not.toContain("usage");
  });

  test("end in the same usage that a whole answer has", () => {
    const usage = usageOf(3, 4);
    const frame = createFrames(answer, true).usage(usage);
    expect(JSON.parse(frame.slice("data: ".length))).toMatchObject({ choices: [], usage });
    expect(wholeCompletion(answer, { text: "text", finish: "stop", usage })).toMatchObject({
      usage,
      choices: [{ message: { content: "text" } }],
    });
  });
});
