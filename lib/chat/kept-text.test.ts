import fc from "fast-check";
import { expect, test } from "vitest";
import { keptText } from "@/lib/chat/kept-text";

test.each([
  ["Hello", { seenLength: 3 }, "Hel"],
  ["Hello", { seenLength: 0 }, ""],
  ["Hello", {}, "Hello"],
  ["Hello", { seenLength: 99 }, "Hello"],
  ["Hi 🦜!", { seenLength: 4 }, "Hi "],
  ["Hi 🦜!", { seenLength: 5 }, "Hi 🦜"],
  ["Once upon", { seenLength: 2, prefixLength: 4 }, "Once"],
] as const)("of %j with %j, %j is kept", (text, how, kept) => {
  expect(keptText(text, how)).toBe(kept);
});

test("what is kept is a beginning, whole characters, no longer than what was seen, and at most one unit shorter", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, seenLength) => {
      const kept = keptText(text, { seenLength });
      expect(text.startsWith(kept)).toBe(true);
      expect(kept.isWellFormed()).toBe(true);
      expect(kept.length).toBeLessThanOrEqual(seenLength);
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(seenLength, text.length) - 1);
    }),
  );
});
