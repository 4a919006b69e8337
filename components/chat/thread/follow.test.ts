import { expect, test } from "vitest";
import { followsAfter, type ScrollPlace } from "./follow";

const at = (top: number, distance: number, size: Partial<ScrollPlace> = {}): ScrollPlace => ({
  top,
  distance,
  width: 390,
  height: 600,
  ...size,
});

test("scrolling up by the smallest step lets go, also near the end", () => {
  expect(followsAfter(true, at(500, 0), at(490, 10))).toBe(false);
});

test("coming back to the end takes hold again", () => {
  expect(followsAfter(false, at(400, 100), at(490, 10))).toBe(true);
});

test("reading on further up does not take hold", () => {
  expect(followsAfter(false, at(100, 900), at(200, 800))).toBe(false);
});

test("text that grows below changes nothing", () => {
  expect(followsAfter(true, at(500, 0), at(500, 300))).toBe(true);
  expect(followsAfter(false, at(500, 200), at(500, 300))).toBe(false);
});

test("content that became shorter moves the box up, and that is no one's scrolling", () => {
  expect(followsAfter(true, at(500, 0), at(300, 0))).toBe(true);
});

test.each([
  ["a keyboard went away while an answer began", { height: 900 }],
  ["the phone was turned", { width: 844, height: 300 }],
])("that the box moved because %s is no one's scrolling either, and takes no hold", (_what, size) => {
  expect(followsAfter(true, at(500, 0), at(300, 80, size))).toBe(true);
  expect(followsAfter(false, at(500, 200), at(300, 80, size))).toBe(false);
});
