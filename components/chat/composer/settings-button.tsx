import { SlidersHorizontal } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import type { OpenChat } from "@/components/chat/room/use-conversation";
import type { DraftSettings } from "@/components/chat/state/draft";
import { withSettings } from "@/components/chat/state/shown";
import { IconButton } from "@/components/ui/icon-button";
import type { Composing } from "./use-composing";

/** Opened now and then: it comes when it is asked for. */
const SettingsDialog = lazy(async () => ({ default: (await import("./settings-dialog")).SettingsDialog }));

type SettingsButtonProps = { chat: OpenChat; composing: Composing };

/** How this chat is answered: standing instructions and temperature. */
export function SettingsButton({ chat, composing: { settings, chosen } }: SettingsButtonProps) {
  const [state, setState] = useState<"unused" | "closed" | "open">("unused");
  const save = useSaveSettings(chat);
  const isSet = settings.instructions !== undefined || settings.temperatureCenti !== undefined;
  return (
    <>
      <IconButton
        label={isSet ? "Chat settings (changed)" : "Chat settings"}
        side="top"
        aria-haspopup="dialog"
        icon={
          <span className="relative">
            <SlidersHorizontal className="size-4" aria-hidden="true" />
            {isSet ? <span className="absolute -top-1 -right-1 size-1.5 rounded-full bg-accent" /> : null}
          </span>
        }
        className="size-9! pointer-coarse:size-11!"
        onClick={() => setState("open")}
      />
      {state === "unused" ? null : (
        <Suspense fallback={null}>
          <SettingsDialog
            isOpen={state === "open"}
            onClose={() => setState("closed")}
            settings={settings}
            hasTemperature={chosen?.hasTemperature ?? false}
            onSave={save}
          />
        </Suspense>
      )}
    </>
  );
}

/** Those of a stored chat are the server's; until a chat is stored they lie with its draft. */
function useSaveSettings({ key, draftKey, conversation }: OpenChat) {
  const { store, drafts, actions } = useRoom();
  const { id: conversationId } = conversation;
  return async (settings: DraftSettings) => {
    if (conversationId === undefined) {
      drafts.configure(draftKey, settings);
      return { ok: true } as const;
    }
    const { instructions = null, temperatureCenti = null } = settings;
    const answer = await actions.configure({ conversationId, instructions, temperatureCenti });
    if (answer.ok) store.change(key, conversation, (current) => withSettings(current, settings));
    return answer;
  };
}
