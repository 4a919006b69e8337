import fc from "fast-check";
import { expect, test } from "vitest";
import { chatFrame, closingFrames, unwrittenClosing } from "@/lib/chat/frames";
import { failureMessage } from "@/lib/platform/errors";

const written = (frame: Uint8Array) => Buffer.from(frame).toString();
/** What a reader makes of it: comments are skipped. */
const read = (frame: Uint8Array) => written(frame).replaceAll(/^:.*\n/gm, "");
const plain = (text: string) => `event: delta\nid: 7\ndata: ${JSON.stringify({ text })}\n\n`;

test("whatever a frame says, its length is a multiple of 64, and a reader finds only what was said", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const frame = chatFrame({ type: "delta", text }, 7, { isPadded: true });
      expect(frame.byteLength % 64).toBe(0);
      expect(read(frame)).toBe(plain(text));
    }),
  );
});

test("no frame grows by more than it takes", () => {
  for (let length = 0; length < 130; length += 1) {
    const text = "x".repeat(length);
    const bare = plain(text).length;
    expect(chatFrame({ type: "delta", text }, 7, { isPadded: true }).byteLength).toBeLessThanOrEqual(bare + 65);
  }
});

test("padding can be switched off", () => {
  expect(written(chatFrame({ type: "delta", text: "Hi" }, 7, { isPadded: false }))).toBe(plain("Hi"));
});

test("an end tells what was used first, then what is kept, under the length that is kept", () => {
  const usage = { inputTokens: 1, outputTokens: 2, costMicros: 3n };
  const frames = closingFrames({ usage, end: { finishReason: "stopped" }, keptLength: 4 }, 9).map(read);
  expect(frames).toEqual([
    'event: usage\nid: 4\ndata: {"inputTokens":1,"outputTokens":2,"costMicros":3}\n\n',
    'event: done\nid: 4\ndata: {"finishReason":"stopped","keptLength":4}\n\n',
  ]);
});

test("an end that could not be written says that the database is away", () => {
  expect(closingFrames(unwrittenClosing(), 9).map(read)).toEqual([
    `event: error\nid: 9\ndata: {"code":"database_down","message":${JSON.stringify(failureMessage("database_down"))}}\n\n`,
  ]);
});
