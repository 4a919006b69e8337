import { Archive } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { ConversationSummary } from "@/lib/chat/schema";
import { useConversationActions } from "./use-conversation-actions";

/** Above a conversation that was put away: that it was, and the way back. */
export function ArchivedBar({ conversation }: { conversation: ConversationSummary }) {
  const [isArchived, setArchived] = useState(conversation.isArchived);
  const { unarchive } = useConversationActions((_id, isGone) => setArchived(!isGone));
  if (!isArchived) return null;
  return (
    <div className="flex min-h-11 shrink-0 items-center justify-center gap-3 border-b bg-quiet/60 px-4 text-muted">
      <Archive className="size-4" aria-hidden="true" />
      <p>This chat is archived.</p>
      <Button variant="quiet" size="sm" onClick={() => void unarchive({ ...conversation, isArchived: true })}>
        Unarchive
      </Button>
    </div>
  );
}
