import fc from "fast-check";
import { expect, test } from "vitest";
import { markedParts } from "./matching";

test.each([
  ["Sourdough for beginners", "FOR", ["Sourdough ", "for", " beginners"]],
  ["Dough and dough", "dough", ["", "Dough", " and ", "dough", ""]],
  ["C++ (2026)", "++ (", ["C", "++ (", "2026)"]],
  ["Nothing of it", "xyz", ["Nothing of it"]],
  ["Anything", "  ", ["Anything"]],
])("%j searched for %j", (title, query, parts) => {
  expect(markedParts(title, query)).toEqual(parts);
});

test("no query, however strange, changes the title or throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (title, query) => {
      expect(markedParts(title, query).join("")).toBe(title);
    }),
  );
});
