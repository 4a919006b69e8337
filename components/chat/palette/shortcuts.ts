/** A key as the browser tells it. */
export type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

export type Shortcut = "palette" | "help" | "new-chat" | "composer";

/** All shortcuts, for the page that lists them. `Mod` is Command on a Mac and Control elsewhere. */
export const SHORTCUTS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Mod", "K"], does: "Find a command or a chat" },
  { keys: ["Mod", "Shift", "O"], does: "New chat" },
  { keys: ["Shift", "Esc"], does: "Go to the message field" },
  { keys: ["Enter"], does: "Send" },
  { keys: ["Shift", "Enter"], does: "New line" },
  { keys: ["↑"], does: "Edit the last question, in an empty field" },
  { keys: ["Esc"], does: "Stop the answer" },
  { keys: ["Mod", "/"], does: "This list" },
];

/**
 * What a press asks for. Every one has a modifier, so that nobody who types, or speaks to the computer, meets one by
 * accident (WCAG 2.1.4).
 */
export function shortcutOf(pressed: Pressed): Shortcut | undefined {
  const { key, code, shiftKey } = pressed;
  switch (heldWith(pressed)) {
    case "shift":
      return key === "Escape" ? "composer" : undefined;
    case "mod":
      return shiftKey ? withShift(key, code) : WITH_MOD[key.toLowerCase()];
    default:
      return undefined;
  }
}

const WITH_MOD: Readonly<Record<string, Shortcut>> = { k: "palette", "/": "help" };

function withShift(key: string, code: string): Shortcut | undefined {
  return code === "KeyO" || key.toLowerCase() === "o" ? "new-chat" : undefined;
}

/** `mod` is Command or Control, not both; with Alt it is a character on many keyboards. */
function heldWith({ ctrlKey, metaKey, shiftKey, altKey }: Pressed): "mod" | "shift" | undefined {
  if (altKey || (ctrlKey && metaKey)) return undefined;
  if (ctrlKey || metaKey) return "mod";
  return shiftKey ? "shift" : undefined;
}
