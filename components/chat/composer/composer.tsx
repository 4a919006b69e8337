"use client";

import { type RefObject, useId, useState } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { useDesk } from "@/components/chat/room/use-desk";
import type { OpenChat } from "@/components/chat/room/use-conversation";
import { isRunning, runningTurn } from "@/components/chat/state/conversation";
import type { AttachmentView } from "@/lib/chat/schema";
import { estimateMicros, estimateText } from "./estimate";
import { ChatSettings, type DialogState } from "./chat-settings";
import { FileChips } from "./file-chips";
import { canSend, hintOf, type Situation } from "./hint";
import { SendButton } from "./send-button";
import { TextArea } from "./text-area";
import { Toolbar } from "./toolbar";
import type { Adding } from "./use-adding";
import type { Composing } from "./use-composing";
import { useOnline } from "./use-online";

type ComposerProps = {
  chat: OpenChat;
  area: RefObject<HTMLTextAreaElement | null>;
  composing: Composing;
  adding: Adding;
  onSend: () => void;
  /** ↑ in an empty field. */
  onEditLast: () => void;
};

/** Where one writes. It stays usable while an answer arrives; what is sent then waits for its turn. */
export function Composer({ chat, area, composing, adding, onSend, onEditLast }: ComposerProps) {
  const { drafts } = useDesk();
  const hintId = useId();
  const { draft, uploads, chosen, stop } = composing;
  const situation = useSituation(chat, composing);
  const hint = hintOf(situation);
  const isSendable = canSend({ ...situation, isBlank: draft.text.trim() === "", hasModel: chosen !== undefined });
  const [settings, setSettings] = useState<DialogState>("unused");
  const turn = runningTurn(chat.conversation);
  const send = () => {
    if (isSendable) onSend();
  };
  return (
    <>
      <form
        aria-label="New message"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className="rounded-lg border border-edge bg-raised transition-colors focus-within:border-accent focus-within:outline focus-within:outline-accent">
          <FileChips files={draft.files ?? []} uploads={uploads} onRemove={adding.remove} onDrop={adding.drop} />
          <TextArea
            area={area}
            text={draft.text}
            onType={(text) => drafts.type(chat.draftKey, text)}
            onSend={send}
            onPaste={adding.paste}
            onEditLast={onEditLast}
            describedBy={hintId}
          />
          <div className="flex items-center gap-1 p-1.5">
            <Toolbar
              chat={chat}
              area={area}
              composing={composing}
              adding={adding}
              onSettings={() => setSettings("open")}
            />
            <SendButton
              isSendable={isSendable}
              isRunning={turn !== undefined}
              isStopping={turn?.stop !== undefined}
              onQueue={send}
              onStop={stop}
            />
          </div>
        </div>
        {/* A figure that changes with each letter is not read out each time. */}
        <p
          id={hintId}
          aria-live={hint === situation.estimate ? "off" : "polite"}
          className="min-h-6 pt-1.5 text-center text-muted text-xs"
        >
          {hint}
        </p>
      </form>
      <ChatSettings state={settings} onClose={() => setSettings("closed")} chat={chat} composing={composing} />
    </>
  );
}

/** Everything that decides whether one may send, and what one is told. */
function useSituation(
  { conversation, isTemporary }: OpenChat,
  { draft, settings, uploads, chosen }: Composing,
): Situation {
  const { messageLimit, locale, allowance } = useRoom();
  const turn = runningTurn(conversation);
  const { text, files = [] } = draft;
  const sending = { text, files, instructions: settings.instructions ?? "", messages: conversation.messages };
  const estimate = chosen && estimateText(estimateMicros(sending, chosen), allowance, locale);
  return {
    length: text.length,
    messageLimit,
    locale,
    isOnline: useOnline(),
    isTemporary,
    isAnswering: isRunning(conversation),
    isSlow: turn?.state === "sending" && turn.isSlow === true,
    isLost: turn?.state === "lost",
    stopFailed: turn?.stopFailed ?? false,
    uploads: uploads.filter(({ problem }) => problem === undefined).length,
    files: files.length,
    blindModel: blindModel(chosen, files),
    estimate: text.trim() === "" ? undefined : estimate,
  };
}

/** The model that is chosen, where it can not look at the pictures that are attached. */
function blindModel(chosen: Composing["chosen"], files: readonly AttachmentView[]): string | undefined {
  if (chosen === undefined || chosen.vision) return undefined;
  return files.some(({ kind }) => kind === "image") ? chosen.label : undefined;
}
