import { useEffect } from "react";

type Press = Pick<
  KeyboardEvent,
  "key" | "defaultPrevented" | "isComposing" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey"
>;

/** Escape stops the answer, from wherever the focus is; what is open above the page has it first. */
export function useStopKey(isRunning: boolean, stop: () => void): void {
  useEffect(() => {
    if (!isRunning) return undefined;
    const press = (event: KeyboardEvent) => {
      if (!isStopKey(event, document.querySelector("dialog[open], :popover-open") !== null)) return;
      event.preventDefault();
      stop();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [isRunning, stop]);
}

export function isStopKey({ key, defaultPrevented, isComposing, ...modifiers }: Press, isCovered: boolean): boolean {
  const { shiftKey, ctrlKey, altKey, metaKey } = modifiers;
  return (
    key === "Escape" && !defaultPrevented && !isComposing && !isCovered && !(shiftKey || ctrlKey || altKey || metaKey)
  );
}
