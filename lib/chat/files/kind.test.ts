import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindOf } from "@/lib/chat/files/kind";
import { aGifHeader, aJpegHeader, aPdf, aPng, aWebpHeader } from "@/lib/chat/files/testing/samples";

const side = fc.integer({ min: 1, max: 16_000 });

describe("a picture is known by its bytes, with its size", () => {
  test.each([
    ["image/png", aPng],
    ["image/jpeg", aJpegHeader],
    ["image/gif", aGifHeader],
    ["image/webp", aWebpHeader],
  ])("%s", (mediaType, make) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), side, (width, height) => {
        expect(kindOf(make(width, height), "whatever.txt")).toEqual({ kind: "image", mediaType, width, height });
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ["a lossy WebP", [0x56, 0x50, 0x38, 0x20], { at: 26, bytes: [0x40, 0x01, 0xf0, 0x00] }, 320, 240],
    ["a lossless WebP", [0x56, 0x50, 0x38, 0x4c], { at: 21, bytes: [0x3f, 0xc1, 0x3b, 0x00] }, 320, 240],
  ])("%s", (_name, form, { at, bytes: size }, width, height) => {
    const bytes = aWebpHeader(1, 1);
    bytes.set(form, 12);
    bytes.set(size, at);
    expect(kindOf(bytes, "x")).toMatchObject({ width, height });
  });

  test.each([
    ["a PNG without an extent", aPng(0, 5)],
    ["a JPEG that ends before its frame", aJpegHeader(9, 9).subarray(0, 10)],
    ["a JPEG whose segment has no length", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    ["a WebP of no known form", Buffer.concat([Buffer.from("RIFF\0\0\0\0WEBPVP9 "), Buffer.alloc(20)])],
  ])("%s is none", (_name, bytes) => {
    expect(kindOf(bytes, "x.png")).toBeUndefined();
  });
});

test("a PDF is known by its mark, also after some junk", () => {
  expect(kindOf(aPdf(["x"]), "x.txt")).toMatchObject({ kind: "pdf" });
  expect(kindOf(Buffer.concat([Buffer.from("junk\n"), aPdf(["x"])]), "x")).toMatchObject({ kind: "pdf" });
});

describe("text is whatever is UTF-8 and has no mark of a binary", () => {
  test.each([
    ["notes.md", "# Notes", "text/markdown"],
    ["main.rs", "fn main() {}", "text/plain"],
    ["picture.svg", "<svg onload='alert(1)'/>", "text/plain"],
    ["page.png", "<html><script>", "text/plain"],
    ["colours.log", "\u001b[31mred\u001b[0m", "text/plain"],
    ["many.txt", "çà et là 漢字 🙂\r\n\t", "text/plain"],
  ])("%s", (name, content, mediaType) => {
    expect(kindOf(Buffer.from(content), name)).toEqual({ kind: "text", mediaType, text: content });
  });

  test.each([
    ["NUL", Buffer.from("a\0b")],
    ["Latin-1", Buffer.from([0x63, 0x61, 0x66, 0xe9])],
    ["an archive", Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
    ["half a character", Buffer.from("漢").subarray(0, 2)],
  ])("%s is none", (_name, bytes) => {
    expect(kindOf(bytes, "x.txt")).toBeUndefined();
  });
});

test("no bytes at all make it throw", () => {
  const marks = ["\u0089PNG\r\n\u001a\n", "GIF89a", "\u00ff\u00d8\u00ff", "RIFF0000WEBPVP8L", ""];
  fc.assert(
    fc.property(fc.constantFrom(...marks), fc.uint8Array({ maxLength: 60 }), (mark, rest) => {
      expect(() => kindOf(Buffer.concat([Buffer.from(mark, "latin1"), rest]), "x")).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
