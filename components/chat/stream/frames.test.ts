import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Frame, frameReader } from "./frames";

const bytes = (text: string) => new TextEncoder().encode(text);

function read(...chunks: (string | Uint8Array)[]): Frame[] {
  const reader = frameReader();
  return chunks.flatMap((chunk) => reader.push(typeof chunk === "string" ? bytes(chunk) : chunk));
}

describe("a frame", () => {
  test("is an event, its data and its id", () => {
    expect(read('event: delta\nid: 5\ndata: {"text":"hello"}\n\n')).toEqual([
      { event: "delta", id: "5", data: '{"text":"hello"}' },
    ]);
  });

  test("is not complete before its blank line, and is dropped when that never comes", () => {
    expect(read("event: done\ndata: {}\n")).toEqual([]);
  });

  test("without data is none, and does not lend its name to the next", () => {
    expect(read("event: ping\n\ndata: x\n\n")).toEqual([{ event: "message", id: "", data: "x" }]);
  });

  test("joins several lines of data", () => {
    expect(read("data: a\ndata\ndata:b\n\n")[0]?.data).toBe("a\n\nb");
  });

  test("keeps the last id when it brings none, and ignores one with a NUL", () => {
    expect(read("id: 7\ndata: a\n\ndata: b\n\nid: 8\u0000\ndata: c\n\n").map(({ id }) => id)).toEqual(["7", "7", "7"]);
  });

  test("loses one space after the colon, not two", () => {
    expect(read("data:  two\n\ndata:none\n\n").map(({ data }) => data)).toEqual([" two", "none"]);
  });

  test("is not disturbed by comments and unknown fields", () => {
    expect(read(": keep-alive\nretry: 10\ndata: x\n\n")).toEqual([{ event: "message", id: "", data: "x" }]);
  });
});

describe("line ends", () => {
  test.each(["\n", "\r\n", "\r"])("%j ends a line", (end) => {
    expect(read(`event: delta${end}data: x${end}${end}`)).toEqual([{ event: "delta", id: "", data: "x" }]);
  });

  test("a CRLF that is cut in two ends one line, not two", () => {
    expect(read("data: a\r", "\ndata: b\r", "\n\r", "\n")).toEqual([{ event: "message", id: "", data: "a\nb" }]);
  });

  test("nothing at all between the halves of a CRLF changes nothing", () => {
    expect(read("data: a\r", "", "\ndata: b\n\n")[0]?.data).toBe("a\nb");
  });
});

test("a character that is cut between its bytes arrives whole", () => {
  const [first, second] = [bytes("data: 🦜é\n\n").slice(0, 8), bytes("data: 🦜é\n\n").slice(8)];
  expect(read(first, second)[0]?.data).toBe("🦜é");
});

test("however the network cuts the bytes, the frames are the same", () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n\uFEFF]/g, ""));
  const frame = fc.record({ event: fc.constantFrom("start", "delta", "done"), id: fc.nat(), data: line });
  const end = fc.constantFrom("\n", "\r\n", "\r");

  fc.assert(
    fc.property(fc.array(frame), end, fc.array(fc.nat(2_000)), (frames, end, cuts) => {
      const wire = frames.map(({ event, id, data }) => `event: ${event}${end}id: ${id}${end}data: ${data}${end}${end}`);
      const all = bytes(wire.join(""));
      const places = [0, ...cuts.filter((cut) => cut < all.length).toSorted((a, b) => a - b), all.length];
      const chunks = places.slice(1).map((place, index) => all.slice(places[index], place));

      expect(read(...chunks)).toEqual(frames.map(({ event, id, data }) => ({ event, id: String(id), data })));
    }),
  );
});
