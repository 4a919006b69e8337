import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeCharacters } from "@/lib/adapters/llm/whole-characters";

function pass(pieces: readonly string[]): string[] {
  const characters = wholeCharacters();
  return [...pieces.map((piece) => characters.push(piece)), characters.end()];
}

test("a character in two halves comes out once, whole", () => {
  const rocket = "🚀";
  expect(pass([`go ${rocket.charAt(0)}`, `${rocket.charAt(1)} up`, ""])).toEqual(["go ", "🚀 up", "", ""]);
});

test("half a character without its other is replaced, and NUL is dropped", () => {
  expect(pass(["\ud83d x", "a\u0000b", "\udc00", "\ud83d"]).join("")).toBe("\ufffd xab\ufffd\ufffd");
});

test("however a well-formed text is cut, it comes out the same, in pieces that are well-formed each", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.array(fc.nat(6)), (text, cuts) => {
      const pieces: string[] = [];
      let from = 0;
      for (const size of cuts) pieces.push(text.slice(from, (from += size)));
      const out = pass([...pieces, text.slice(from)]);
      expect(out.join("")).toBe(text.replaceAll("\u0000", ""));
      for (const piece of out) expect(Buffer.from(piece).toString()).toBe(piece);
    }),
  );
});
