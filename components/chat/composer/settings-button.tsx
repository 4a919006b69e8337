import { SlidersHorizontal } from "lucide-react";
import type { DraftSettings } from "@/components/chat/state/draft";
import { IconButton } from "@/components/ui/icon-button";

/** Opens how this chat is answered, and shows when that is not as usual. */
export function SettingsButton({ settings, onOpen }: { settings: DraftSettings; onOpen: () => void }) {
  const isSet = settings.instructions !== undefined || settings.temperatureCenti !== undefined;
  return (
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
      onClick={onOpen}
    />
  );
}
