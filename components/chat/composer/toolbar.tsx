import { Paperclip } from "lucide-react";
import { type RefObject, useRef } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { useDesk } from "@/components/chat/room/use-desk";
import type { OpenChat } from "@/components/chat/room/use-conversation";
import { IconButton } from "@/components/ui/icon-button";
import { ModelPicker } from "./model-picker";
import { SettingsButton } from "./settings-button";
import { TemporaryToggle } from "./temporary-toggle";
import type { Adding } from "./use-adding";
import type { Composing } from "./use-composing";
import { VoiceButton } from "./voice-button";

type ToolbarProps = {
  chat: OpenChat;
  area: RefObject<HTMLTextAreaElement | null>;
  composing: Composing;
  adding: Adding;
  onSettings: () => void;
};

/** What one may set before a message goes out. */
export function Toolbar({ chat, area, composing, adding, onSettings }: ToolbarProps) {
  const { locale, chooseModel } = useRoom();
  const { drafts } = useDesk();
  const { choices, chosen, settings } = composing;
  const { conversation, isTemporary, draftKey } = chat;
  const isNew = conversation.id === undefined && conversation.messages.length === 0;
  return (
    <>
      {isTemporary ? null : <AttachButton onAdd={adding.add} />}
      <ModelPicker choices={choices} chosen={chosen} onChoose={chooseModel} />
      <span className="flex-1" />
      {isNew ? <TemporaryToggle isOn={isTemporary} /> : null}
      <SettingsButton settings={settings} onOpen={onSettings} />
      <VoiceButton
        locale={locale}
        read={() => drafts.read(draftKey).text}
        write={(text) => {
          drafts.type(draftKey, text);
          area.current?.scrollTo({ top: area.current.scrollHeight });
        }}
      />
    </>
  );
}

function AttachButton({ onAdd }: { onAdd: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        label="Attach files"
        side="top"
        icon={<Paperclip className="size-4" aria-hidden="true" />}
        className="size-9! pointer-coarse:size-11!"
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={({ target }) => {
          onAdd([...(target.files ?? [])]);
          // The same file may be chosen again after it was removed.
          target.value = "";
        }}
      />
    </>
  );
}
