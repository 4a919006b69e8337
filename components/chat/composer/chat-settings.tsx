import { lazy, Suspense } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { useDesk } from "@/components/chat/room/use-desk";
import type { OpenChat } from "@/components/chat/room/use-conversation";
import type { DraftSettings } from "@/components/chat/state/draft";
import { withSettings } from "@/components/chat/state/shown";
import { patiently } from "@/components/ui/patiently";
import type { Composing } from "./use-composing";

/** Opened now and then: it comes when it is asked for. */
const SettingsDialog = lazy(async () => ({
  default: (await patiently(() => import("./settings-dialog"))).SettingsDialog,
}));

/** `unused`: not opened since the page was loaded. */
export type DialogState = "unused" | "closed" | "open";

type ChatSettingsProps = { state: DialogState; onClose: () => void; chat: OpenChat; composing: Composing };

/** How this chat is answered: standing instructions and temperature. */
export function ChatSettings({ state, onClose, chat, composing: { settings, chosen } }: ChatSettingsProps) {
  const save = useSaveSettings(chat);
  if (state === "unused") return null;
  return (
    <Suspense fallback={null}>
      <SettingsDialog
        isOpen={state === "open"}
        onClose={onClose}
        settings={settings}
        hasTemperature={chosen?.hasTemperature ?? false}
        onSave={save}
      />
    </Suspense>
  );
}

/** Those of a stored chat are the server's; until a chat is stored they lie with its draft. */
function useSaveSettings({ key, draftKey, conversation }: OpenChat) {
  const { actions } = useRoom();
  const { store, drafts } = useDesk();
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
