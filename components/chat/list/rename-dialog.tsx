import { useEffect, useId, useRef, useState } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, fieldWiring, Input } from "@/components/ui/field";
import type { ConversationSummary } from "@/lib/chat/schema";
import { useAttempt } from "./use-attempt";

export type RenameDialogProps = { conversation: ConversationSummary; isOpen: boolean; onClose: () => void };

export function RenameDialog({ conversation, isOpen, onClose }: RenameDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Rename this conversation">
      <RenameForm conversation={conversation} onClose={onClose} />
    </Dialog>
  );
}

function RenameForm({ conversation, onClose }: Omit<RenameDialogProps, "isOpen">) {
  const { list } = useRoom();
  const id = useId();
  const [title, setTitle] = useState(conversation.title);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // After the dialog has opened and given the focus to its first button.
    const frame = requestAnimationFrame(() => input.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);
  const { isTrying, message, attempt } = useAttempt(() => list.rename(conversation.id, title), onClose);
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        attempt();
      }}
    >
      <Field id={id} label="Title" error={message}>
        <Input
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          ref={input}
          autoComplete="off"
          {...fieldWiring({ id, error: message })}
        />
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="secondary" onClick={onClose}>
          Keep the old one
        </Button>
        <Button type="submit" aria-busy={isTrying}>
          Rename
        </Button>
      </div>
    </form>
  );
}
