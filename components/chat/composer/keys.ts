type KeyPress = {
  key: string;
  shiftKey: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  nativeEvent: { isComposing: boolean; keyCode: number };
};

/** What browsers report for a key that an input method took. */
const TAKEN_BY_INPUT_METHOD = 229;

/**
 * Enter sends, Shift+Enter begins a line. An Enter that chooses a word in an input method does neither; Safari says
 * that only by the key's code. On a screen keyboard Enter always begins a line, for it has no Shift+Enter; there the
 * button sends, as Ctrl or ⌘ with Enter does everywhere.
 */
export function isSendKey({ key, nativeEvent, ...modifiers }: KeyPress, hasTouchKeyboard: boolean): boolean {
  if (key !== "Enter" || isTaken(nativeEvent)) return false;
  if (modifiers.ctrlKey || modifiers.metaKey) return true;
  return !hasTouchKeyboard && !modifiers.shiftKey && !modifiers.altKey;
}

/** ↑ in an empty field takes up the last question again. */
export function isEditKey({ key, nativeEvent, ...modifiers }: KeyPress, text: string): boolean {
  const { shiftKey, altKey, ctrlKey, metaKey } = modifiers;
  return key === "ArrowUp" && text === "" && !isTaken(nativeEvent) && !(shiftKey || altKey || ctrlKey || metaKey);
}

function isTaken({ isComposing, keyCode }: KeyPress["nativeEvent"]): boolean {
  return isComposing || keyCode === TAKEN_BY_INPUT_METHOD;
}
