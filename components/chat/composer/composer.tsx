"use client";

import { ArrowUp } from "lucide-react";
import type { RefObject } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { IconButton } from "@/components/ui/icon-button";
import type { ModelChoice } from "./model-choice";
import { ModelPicker } from "./model-picker";
import { TextArea } from "./text-area";

type ComposerProps = {
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onType: (text: string) => void;
  onSend: () => void;
  isAnswering: boolean;
  isOnline: boolean;
  choices: ModelChoice[];
  chosen: ModelChoice | undefined;
};

/** Where one writes. It stays usable while an answer arrives; only sending waits. */
export function Composer({ area, text, onType, onSend, isAnswering, isOnline, choices, chosen }: ComposerProps) {
  const { messageLimit, chooseModel, locale } = useRoom();
  const hint = hintOf({ length: text.length, messageLimit, isAnswering, isOnline, locale });
  const canSend = text.trim() !== "" && text.length <= messageLimit && !isAnswering && isOnline && chosen !== undefined;
  const send = () => {
    if (canSend) onSend();
  };
  return (
    <form
      aria-label="New message"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="rounded-lg border border-edge bg-raised transition-colors focus-within:border-accent focus-within:outline focus-within:outline-accent">
        <TextArea area={area} text={text} onType={onType} onSend={send} describedBy="message-hint" />
        <div className="flex items-center justify-between gap-2 p-1.5">
          <ModelPicker choices={choices} chosen={chosen} onChoose={chooseModel} />
          <IconButton
            type="submit"
            label="Send"
            side="top"
            aria-disabled={!canSend}
            icon={<ArrowUp className="size-4" aria-hidden="true" />}
            className={canSend ? SEND : SEND_LATER}
          />
        </div>
      </div>
      <p id="message-hint" aria-live="polite" className="min-h-6 pt-1.5 text-center text-muted text-xs">
        {hint}
      </p>
    </form>
  );
}

const SEND = "size-9! bg-accent text-on-accent! hover:bg-accent/88! pointer-coarse:size-11!";
const SEND_LATER = "size-9! bg-quiet hover:text-muted! pointer-coarse:size-11!";

type Situation = {
  length: number;
  messageLimit: number;
  isAnswering: boolean;
  isOnline: boolean;
  locale: string;
};

/** From this share of the limit on one is told how much is left. */
const NEARLY_FULL = 0.9;

/** The one thing worth knowing below the field right now. */
export function hintOf({ length, messageLimit, isAnswering, isOnline, locale }: Situation): string {
  if (!isOnline) return "You are offline. What you write is kept on this device.";
  const left = messageLimit - length;
  if (left < 0) return `Too long by ${(-left).toLocaleString(locale)} characters.`;
  if (length > messageLimit * NEARLY_FULL) return `${left.toLocaleString(locale)} characters left.`;
  if (isAnswering && length > 0) return "You can send this when the answer is complete.";
  return "Answers can be wrong. Check what matters.";
}
