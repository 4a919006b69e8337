import { Hourglass } from "lucide-react";
import { useDesk } from "@/components/chat/room/use-desk";
import { NEW_CHAT_PATH, TEMPORARY_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import { NEW_DRAFT, TEMPORARY_DRAFT } from "@/components/chat/state/draft-box";
import { IconButton } from "@/components/ui/icon-button";

/** Whether the chat that begins is stored. What was typed goes along, and is kept in memory only from then on. */
export function TemporaryToggle({ isOn }: { isOn: boolean }) {
  const { drafts } = useDesk();
  return (
    <IconButton
      label="Temporary chat"
      side="top"
      aria-pressed={isOn}
      icon={<Hourglass className="size-4" aria-hidden="true" />}
      className="size-9! pointer-coarse:size-11! aria-pressed:bg-quiet aria-pressed:text-text"
      onClick={() => {
        drafts.move(isOn ? TEMPORARY_DRAFT : NEW_DRAFT, isOn ? NEW_DRAFT : TEMPORARY_DRAFT);
        window.history.replaceState(null, "", isOn ? NEW_CHAT_PATH : TEMPORARY_CHAT_PATH);
      }}
    />
  );
}
