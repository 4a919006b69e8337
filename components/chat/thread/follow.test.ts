import { expect, test } from "vitest";
import { followsAfter } from "./follow";

test("scrolling up by the smallest step lets go, also near the end", () => {
  expect(followsAfter(true, { top: 500, distance: 0 }, { top: 490, distance: 10 })).toBe(false);
});

test("coming back to the end takes hold again", () => {
  expect(followsAfter(false, { top: 400, distance: 100 }, { top: 490, distance: 10 })).toBe(true);
});

test("reading on further up does not take hold", () => {
  expect(followsAfter(false, { top: 100, distance: 900 }, { top: 200, distance: 800 })).toBe(false);
});

test("text that grows below changes nothing", () => {
  expect(followsAfter(true, { top: 500, distance: 0 }, { top: 500, distance: 300 })).toBe(true);
  expect(followsAfter(false, { top: 500, distance: 200 }, { top: 500, distance: 300 })).toBe(false);
});

test("content that became shorter moves the box up, and that is no one's scrolling", () => {
  expect(followsAfter(true, { top: 500, distance: 0 }, { top: 300, distance: 0 })).toBe(true);
});
