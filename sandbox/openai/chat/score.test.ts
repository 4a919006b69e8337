import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenize } from "../tokens";
import type { Ending } from "./faults";
import { createFrames, wholeCompletion } from "./frames";
import { parseChatRequest } from "./request";
import { writeScore } from "./score";

const request = parseChatRequest({ model: "parley-swift", messages: [{ role: "user", content: "Hi" }] });
const terms = { promptTokens: 5, pace: { ttftMs: 1, tokensPerSecond: 2 } };
const CALL = { id: "call_1", name: "get_weather", arguments: '{"city":"Paris","days":3}' };
const endings: Ending[] = [
  "whole",
  "no-done",
  "no-finish",
  "no-usage",
  "eof",
  "cut",
  "stall-first",
  "stall",
  "error-mid",
  "event-error",
  "malformed",
  "length",
  "content-filter",
];

describe("what will be sent", () => {
  test("is the beginning of the answer, counted as it is sent, whatever the fault and the limit", () => {
    const limit = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
    fc.assert(
      fc.property(fc.lorem({ maxCount: 40 }), fc.constantFrom(...endings), limit, (text, ending, max_tokens) => {
        const score = writeScore({ text }, { ...request, max_tokens }, { ...terms, fault: { ending } });
        expect(text.startsWith(score.tokens.join(""))).toBe(true);
        expect(score.usage.completion_tokens).toBe(score.tokens.length);
        expect(score.tokens.length).toBeLessThanOrEqual(max_tokens ?? Number.POSITIVE_INFINITY);
        expect(score.usage.total_tokens).toBe(5 + score.tokens.length);
      }),
    );
  });

  const sentFor = (ending: Ending) =>
    writeScore({ text: "word ".repeat(100).trim() }, request, { ...terms, fault: { ending } }).tokens.length;

  test.each<Ending>(["no-done", "no-finish", "no-usage", "eof"])(
    "is all of it where only the last frames change: %s",
    (ending) => {
      expect(sentFor(ending)).toBe(sentFor("whole"));
    },
  );

  test.each<Ending>(["cut", "stall", "error-mid", "event-error", "malformed", "length", "content-filter"])(
    "is a part of it where the fault strikes midway: %s",
    (ending) => {
      expect(sentFor(ending)).toBeGreaterThan(0);
      expect(sentFor(ending)).toBeLessThan(sentFor("whole"));
    },
  );

  test("is nothing where the first token never comes", () => {
    expect(sentFor("stall-first")).toBe(0);
  });

  test("keeps the pace and the framing it was given", () => {
    const score = writeScore({ text: "one" }, request, { ...terms, fault: { framing: "crlf" } });
    expect(score).toMatchObject({ pace: terms.pace, framing: "crlf", ending: "whole", finish: "stop" });
  });

  test("of a call is its arguments, which no stop word cuts", () => {
    const score = writeScore({ call: CALL }, { ...request, stop: "Paris" }, terms);
    expect(score.tokens.join("")).toBe(CALL.arguments);
    expect(score).toMatchObject({ call: CALL, finish: "tool_calls" });
    expect(writeScore({ call: CALL }, { ...request, max_tokens: 2 }, terms).finish).toBe("length");
  });
});

describe("a call on the wire", () => {
  const frames = createFrames({ id: "c1", model: "m", created: 7 }, false);
  const read = (frame: string) => JSON.parse(frame.slice("data: ".length)) as { choices: [{ delta: object }] };

  test("is announced once, and its arguments follow in pieces that join to what they were", () => {
    expect(read(frames.call(CALL)).choices[0].delta).toEqual({
      tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "get_weather", arguments: "" } }],
    });
    const pieces = tokenize(CALL.arguments).map((token) => read(frames.argument(token)).choices[0].delta);
    const joined = pieces.map(
      (piece) => (piece as { tool_calls: [{ function: { arguments: string } }] }).tool_calls[0],
    );
    expect(joined.map((piece) => piece.function.arguments).join("")).toBe(CALL.arguments);
  });

  test("is a message without words when it comes whole", () => {
    const { usage, finish } = writeScore({ call: CALL }, request, terms);
    const body = wholeCompletion(
      { id: "c1", model: "m", created: 7 },
      { text: CALL.arguments, call: CALL, finish, usage },
    );
    expect(body.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: { content: null, tool_calls: [{ id: "call_1", function: { arguments: CALL.arguments } }] },
    });
  });

  test("a heartbeat is a comment, which a reader of events passes over", () => {
    expect(frames.heartbeat).toMatch(/^:[^\n]*\n\n$/u);
  });
});
