import type { ServerResponse } from "node:http";
import { describe, expect, test, vi } from "vitest";
import type { Ending } from "./faults";
import { createFrames } from "./frames";
import { parseChatRequest } from "./request";
import { type Score, writeScore } from "./score";
import { conclude } from "./stream-ending";

const request = parseChatRequest({ model: "parley-swift", messages: [{ role: "user", content: "Hi" }] });
const frames = createFrames({ id: "c1", model: "m", created: 7 }, true);

function scoreFor(ending: Ending): Score {
  return writeScore({ text: "one two three four" }, request, {
    promptTokens: 3,
    pace: { ttftMs: 0, tokensPerSecond: 0 },
    fault: { ending },
  });
}

/** What the reader gets last, and what became of the connection. */
function concluded(ending: Ending) {
  const written: string[] = [];
  let isEnded = false;
  const wire = {
    write: (text: string) => void written.push(text),
    end: (text: string) => {
      written.push(text);
      isEnded = true;
    },
  };
  const destroy = vi.fn<() => void>();
  const socket = { end: (flushed: () => void) => flushed(), destroy };
  const whenOver = vi.fn<() => void>();
  conclude({ socket } as unknown as ServerResponse, scoreFor(ending), { frames, wire, whenOver });
  return {
    text: written.join(""),
    isEnded,
    isCut: destroy.mock.calls.length > 0,
    isOver: whenOver.mock.calls.length === 1,
  };
}

describe("the end of a stream", () => {
  test.each<[Ending, { finish: string | null; usage: boolean; done: boolean }]>([
    ["whole", { finish: "stop", usage: true, done: true }],
    ["length", { finish: "length", usage: true, done: true }],
    ["content-filter", { finish: "content_filter", usage: true, done: true }],
    ["no-done", { finish: "stop", usage: true, done: false }],
    ["no-finish", { finish: null, usage: true, done: true }],
    ["no-usage", { finish: "stop", usage: false, done: true }],
    ["eof", { finish: null, usage: false, done: false }],
    ["error-mid", { finish: null, usage: false, done: false }],
    ["event-error", { finish: null, usage: false, done: false }],
    ["malformed", { finish: "stop", usage: false, done: true }],
  ])("for %s is told by these frames", (ending, { finish, usage, done }) => {
    const { text, isEnded, isCut, isOver } = concluded(ending);
    expect(/"finish_reason":"(\w+)"/u.exec(text)?.[1] ?? null).toBe(finish);
    expect(text.includes('"total_tokens"')).toBe(usage);
    expect(text.endsWith("data: [DONE]\n\n")).toBe(done);
    expect([isEnded, isCut, isOver]).toEqual([true, false, true]);
  });

  test.each<Ending>(["stall", "stall-first"])("for %s never comes", (ending) => {
    expect(concluded(ending)).toEqual({ text: "", isEnded: false, isCut: false, isOver: false });
  });

  test("for cut is a connection that is gone", () => {
    expect(concluded("cut")).toEqual({ text: "", isEnded: false, isCut: true, isOver: true });
  });

  test("for malformed has one frame that is not JSON", () => {
    const frames = concluded("malformed")
      .text.split("\n\n")
      .filter((frame) => frame !== "" && !frame.includes("[DONE]"));
    const broken = frames.filter((frame) => {
      try {
        JSON.parse(frame.slice("data: ".length));
        return false;
      } catch {
        return true;
      }
    });
    expect(broken).toHaveLength(1);
  });

  test("for an error is the error's own body, as data and as an event of that name", () => {
    expect(concluded("error-mid").text).toMatch(/^data: \{"error":\{"message"/u);
    expect(concluded("event-error").text).toMatch(/^event: error\ndata: \{"error":\{"message"/u);
  });
});
