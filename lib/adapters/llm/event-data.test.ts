import fc from "fast-check";
import { expect, test } from "vitest";
import { eventDataReader } from "@/lib/adapters/llm/event-data";

function readAll(chunks: readonly Uint8Array[]): string[] {
  const heard: string[] = [];
  const reader = eventDataReader((data) => heard.push(data));
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return heard;
}

const bytes = (text: string) => new TextEncoder().encode(text);

test("comments, other fields and empty events are passed over", () => {
  expect(readAll([bytes(": hello\n\nevent: ping\nid: 7\n\ndata: a\nretry: 3\n\n")])).toEqual(["a"]);
});

test("lines of data in one event are one text", () => {
  expect(readAll([bytes("data: a\ndata: b\n\ndata:c\n\n")])).toEqual(["a\nb", "c"]);
});

test("CRLF ends a line as LF does, also when it is split", () => {
  expect(readAll([bytes("data: a\r"), bytes("\n\r"), bytes("\ndata: b\r\n\r\n")])).toEqual(["a", "b"]);
});

test("a last event without its blank line is heard", () => {
  expect(readAll([bytes("data: a\n\ndata: b")])).toEqual(["a", "b"]);
});

test("however the bytes are cut, the same events are heard", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1 }).map((text) => `x${text.replaceAll(/[\r\n]/g, "")}`);
  fc.assert(
    fc.property(fc.array(word), fc.array(fc.nat(40)), fc.constantFrom("\n", "\r\n"), (words, cuts, end) => {
      const whole = bytes(words.map((text) => `data: ${text}${end}${end}`).join(""));
      const chunks: Uint8Array[] = [];
      let from = 0;
      for (const size of cuts) chunks.push(whole.subarray(from, (from += size + 1)));
      chunks.push(whole.subarray(from));
      expect(readAll(chunks)).toEqual(words);
    }),
  );
});
