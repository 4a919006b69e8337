import { expect, test } from "vitest";
import { isEditKey, isSendKey } from "./keys";

const press = (changes: object = {}, nativeEvent: object = {}) => ({
  key: "Enter",
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...changes,
  nativeEvent: { isComposing: false, keyCode: 13, ...nativeEvent },
});

test("Enter sends, and nothing else does", () => {
  expect(isSendKey(press(), false)).toBe(true);
  expect(isSendKey(press({ key: "a" }), false)).toBe(false);
});

test("Shift+Enter and Alt+Enter begin a line", () => {
  expect(isSendKey(press({ shiftKey: true }), false)).toBe(false);
  expect(isSendKey(press({ altKey: true }), false)).toBe(false);
});

test("an Enter that belongs to an input method does not send", () => {
  expect(isSendKey(press({}, { isComposing: true }), false)).toBe(false);
  expect(isSendKey(press({}, { keyCode: 229 }), false)).toBe(false);
  expect(isSendKey(press({ ctrlKey: true }, { isComposing: true }), false)).toBe(false);
});

test("on a screen keyboard Enter begins a line", () => {
  expect(isSendKey(press(), true)).toBe(false);
  expect(isSendKey(press({ ctrlKey: true }), true)).toBe(true);
});

test("↑ takes up the last question in an empty field only, and with nothing else held", () => {
  expect(isEditKey(press({ key: "ArrowUp" }), "")).toBe(true);
  expect(isEditKey(press({ key: "ArrowUp" }), "x")).toBe(false);
  expect(isEditKey(press({ key: "ArrowUp", shiftKey: true }), "")).toBe(false);
  expect(isEditKey(press({ key: "ArrowUp" }, { isComposing: true }), "")).toBe(false);
  expect(isEditKey(press({ key: "ArrowDown" }), "")).toBe(false);
});
