import { useRouter } from "next/navigation";
import { useRoom } from "@/components/chat/room/chat-room";
import { NEW_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ConversationSummary } from "@/lib/chat/schema";
import { useAttempt } from "./use-attempt";

type DeleteDialogProps = {
  conversation: ConversationSummary;
  isOpen: boolean;
  onClose: () => void;
  /** It is the one on the screen, which then has to show something else. */
  isShown: boolean;
};

export function DeleteDialog({ conversation, isOpen, onClose, isShown }: DeleteDialogProps) {
  const { list } = useRoom();
  const { push } = useRouter();
  const { isTrying, message, attempt } = useAttempt(
    () => list.remove(conversation.id),
    () => {
      onClose();
      if (isShown) push(NEW_CHAT_PATH);
    },
  );
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Delete this conversation?">
      <div className="grid gap-5">
        <p className="text-muted">
          “{conversation.title}” will be gone for good. What it used of your allowance stays counted.
        </p>
        {message ? (
          <p role="alert" className="text-bad">
            {message}
          </p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger" aria-busy={isTrying} onClick={attempt}>
            Delete it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
