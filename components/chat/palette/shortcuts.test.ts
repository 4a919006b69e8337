import { describe, expect, test } from "vitest";
import { type Pressed, SHORTCUTS, shortcutOf } from "./shortcuts";

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test.each([
  ["Control and K", press("k", { ctrlKey: true }), "palette"],
  ["Command and K", press("k", { metaKey: true }), "palette"],
  ["K with caps lock on", press("K", { metaKey: true }), "palette"],
  ["Control, Shift and O", press("O", { ctrlKey: true, shiftKey: true }), "new-chat"],
  ["the O key of another script", press("щ", { ctrlKey: true, shiftKey: true, code: "KeyO" }), "new-chat"],
  ["Control and a slash", press("/", { ctrlKey: true }), "help"],
  ["Shift and Escape", press("Escape", { shiftKey: true }), "composer"],
])("%s asks for something", (_name, pressed, asked) => {
  expect(shortcutOf(pressed)).toBe(asked);
});

describe("nothing is asked for by", () => {
  test.each([
    ["a letter", press("k")],
    ["a capital letter", press("O", { shiftKey: true })],
    ["Escape, which belongs to what is open", press("Escape")],
    ["AltGr, which writes characters on many keyboards", press("/", { ctrlKey: true, altKey: true })],
    ["both modifiers at once", press("k", { ctrlKey: true, metaKey: true })],
    ["Control, Shift and K, which is the browser's", press("K", { ctrlKey: true, shiftKey: true })],
  ])("%s", (_name, pressed) => {
    expect(shortcutOf(pressed)).toBeUndefined();
  });
});

test("the list names no combination twice", () => {
  const shown = SHORTCUTS.map(({ keys }) => keys.join("+"));
  expect(new Set(shown).size).toBe(shown.length);
});
