import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { piecesOf } from "./wire";

const bytesOf = (pieces: readonly (string | Buffer)[]) => Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
const anyText = fc.string({ unit: "grapheme", maxLength: 200 });

describe("pieces on the wire", () => {
  test("joined are the text again, plain and split", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("plain" as const, "split-utf8" as const), (text, framing) => {
        expect(bytesOf(piecesOf(text, framing)).toString()).toBe(text);
      }),
    );
  });

  test("cut a character in two when they are to", () => {
    const pieces = piecesOf("data: 日本語 🎈🎈\n\n", "split-utf8");
    expect(pieces.some((piece) => Buffer.from(piece).toString().includes("\uFFFD"))).toBe(true);
    expect(piecesOf("data: plain\n\n", "split-utf8")).toEqual(["data: plain\n\n"]);
  });

  test("end every line in CRLF when they are to", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^\r\n]*$/u)), (lines) => {
        const [text = ""] = piecesOf(lines.join("\n"), "crlf");
        expect(String(text)).toBe(lines.join("\r\n"));
      }),
    );
  });
});
