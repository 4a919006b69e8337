import { Pencil, X } from "lucide-react";
import type { Queued } from "@/components/chat/state/draft";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";

type QueueChipsProps = {
  queue: readonly Queued[];
  /** Absent while an answer runs: then they go out by themselves. */
  onSend: (() => void) | undefined;
  /** Takes one out, its words back into the field. */
  onEdit: (queued: Queued) => void;
  onRemove: (clientRequestId: string) => void;
};

/** What was sent while an answer was being written, in the order in which it goes out. */
export function QueueChips({ queue, onSend, onEdit, onRemove }: QueueChipsProps) {
  if (queue.length === 0) return null;
  return (
    <section aria-label="Waiting to be sent" className="grid grid-cols-1 gap-1.5 pb-3">
      <div className="flex items-center justify-between gap-2">
        <p className="text-muted text-xs">
          {onSend ? "Not sent, because the answer before is not whole" : "Sent next"}
        </p>
        {onSend ? (
          <Button size="sm" variant="secondary" onClick={onSend}>
            Send now
          </Button>
        ) : null}
      </div>
      <ol className="grid max-h-[min(8rem,20dvh)] grid-cols-1 gap-1.5 overflow-y-auto">
        {queue.map((queued) => (
          <li
            key={queued.request.clientRequestId}
            className="flex items-center gap-1 rounded-md border bg-quiet py-0.5 pr-1 pl-3"
          >
            <span className="min-w-0 flex-1 truncate">{queued.request.message}</span>
            <IconButton
              label={`Edit “${named(queued)}”`}
              side="top"
              icon={<Pencil className="size-4" aria-hidden="true" />}
              onClick={() => onEdit(queued)}
            />
            <IconButton
              label={`Remove “${named(queued)}”`}
              side="left"
              icon={<X className="size-4" aria-hidden="true" />}
              onClick={() => onRemove(queued.request.clientRequestId)}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

const NAME_LENGTH = 30;

function named({ request: { message } }: Queued): string {
  return message.length > NAME_LENGTH ? `${message.slice(0, NAME_LENGTH).trimEnd()}…` : message;
}
