import type { RefObject } from "react";
import { isSendKey } from "./keys";

type TextAreaProps = {
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onType: (text: string) => void;
  onSend: () => void;
  describedBy: string;
};

const SAME_BOX = "col-start-1 row-start-1 min-h-12 w-full px-3.5 pt-3 pb-1 text-base";

/** Grows with its text to a third of the window, then scrolls: an unseen copy of the text gives the height. */
export function TextArea({ area, text, onType, onSend, describedBy }: TextAreaProps) {
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
        onKeyDown={(event) => {
          if (!isSendKey(event, hasTouchKeyboard())) return;
          event.preventDefault();
          onSend();
        }}
        className={`${SAME_BOX} h-full resize-none overflow-y-auto bg-transparent outline-none wrap-anywhere`}
      />
    </div>
  );
}

function hasTouchKeyboard(): boolean {
  return window.matchMedia("(hover: none) and (pointer: coarse)").matches;
}
