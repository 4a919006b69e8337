import { expect, test } from "vitest";
import { hintOf } from "./composer";

const calm = { length: 10, messageLimit: 1_000, isAnswering: false, isOnline: true, locale: "en-US" };

test("being offline comes before everything else", () => {
  expect(hintOf({ ...calm, length: 2_000, isAnswering: true, isOnline: false })).toContain("offline");
});

test("a message that is too long says by how much", () => {
  expect(hintOf({ ...calm, length: 2_500 })).toBe("Too long by 1,500 characters.");
});

test("near the limit one is told what is left, up to the last character", () => {
  expect(hintOf({ ...calm, length: 901 })).toBe("99 characters left.");
  expect(hintOf({ ...calm, length: 1_000 })).toBe("0 characters left.");
  expect(hintOf({ ...calm, length: 900 })).not.toContain("left");
});

test("what is written while an answer arrives is told to wait, and an empty field is not", () => {
  expect(hintOf({ ...calm, isAnswering: true })).toContain("when the answer is complete");
  expect(hintOf({ ...calm, isAnswering: true, length: 0 })).toContain("can be wrong");
});
