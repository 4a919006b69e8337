import type { ClipboardEvent, KeyboardEvent, RefObject } from "react";
import { isEditKey, isSendKey } from "./keys";

type TextAreaProps = {
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onType: (text: string) => void;
  onSend: () => void;
  /** Returns whether the paste was dealt with. */
  onPaste: (pasted: { files: readonly File[]; text: string }) => boolean;
  onEditLast: () => void;
  describedBy: string;
};

const SAME_BOX = "col-start-1 row-start-1 min-h-12 w-full px-3.5 pt-3 pb-1 text-base";

/** Grows with its text to a third of the window, then scrolls: an unseen copy of the text gives the height. */
export function TextArea({ area, text, onType, onSend, onPaste, onEditLast, describedBy }: TextAreaProps) {
  function press(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (isSendKey(event, hasTouchKeyboard())) onSend();
    else if (isEditKey(event, text)) onEditLast();
    else return;
    event.preventDefault();
  }

  function paste(event: ClipboardEvent<HTMLTextAreaElement>): void {
    const { clipboardData } = event;
    const text = clipboardData.getData("text/plain");
    // A table or a page of a document comes with a picture of itself: then its words are what is meant.
    const files = text === "" ? [...clipboardData.files] : [];
    if (onPaste({ files, text })) event.preventDefault();
  }

  return (
    <div className="grid">
      <div
        aria-hidden="true"
        className={`${SAME_BOX} invisible max-h-[33dvh] overflow-hidden whitespace-pre-wrap wrap-anywhere`}
      >
        {/* A line that has just begun has a height too. */}
        {`${text}\u200B`}
      </div>
      <textarea
        ref={area}
        name="message"
        rows={1}
        value={text}
        placeholder="Ask anything"
        autoComplete="off"
        aria-label="Message"
        aria-describedby={describedBy}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={press}
        onPaste={paste}
        className={`${SAME_BOX} h-full resize-none overflow-y-auto bg-transparent outline-none wrap-anywhere`}
      />
    </div>
  );
}

function hasTouchKeyboard(): boolean {
  return window.matchMedia("(hover: none) and (pointer: coarse)").matches;
}
