import fc from "fast-check";
import { expect, test } from "vitest";
import { titleFrom } from "@/lib/chat/title";

test("a short question is its own title, on one line", () => {
  expect(titleFrom("  What is\n rain?  ")).toBe("What is rain?");
});

test("a long one ends at a word", () => {
  expect(titleFrom("Please explain to me in simple words why the sky is blue and not green")).toBe(
    "Please explain to me in simple words why the sky is blue…",
  );
});

test("one long word is cut", () => {
  expect(titleFrom("x".repeat(200))).toBe(`${"x".repeat(60)}…`);
});

test("a title is short, one line, and never ends in half a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-composite", maxLength: 300 }), (message) => {
      const title = titleFrom(message);
      expect(title.length).toBeLessThanOrEqual(61);
      expect(title).not.toMatch(/\n|\p{Surrogate}/u);
    }),
  );
});
