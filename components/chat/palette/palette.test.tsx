import { describe, expect, test } from "vitest";
import { placeAfter } from "./palette";

describe("the arrows", () => {
  test.each([
    ["ArrowDown", 0, 1],
    ["ArrowDown", 2, 0],
    ["ArrowUp", 0, 2],
    ["ArrowUp", 2, 1],
    ["Home", 2, 0],
    ["End", 0, 2],
  ])("%s from %d of three leads to %d", (key, at, next) => {
    expect(placeAfter(key, { at, count: 3 })).toBe(next);
  });

  test("lead nowhere in an empty list, and other keys lead nowhere at all", () => {
    expect(placeAfter("ArrowDown", { at: 0, count: 0 })).toBeUndefined();
    expect(placeAfter("a", { at: 0, count: 3 })).toBeUndefined();
  });
});
