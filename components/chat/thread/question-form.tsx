import { type KeyboardEvent, useId, useState } from "react";
import { MESSAGE_LIMIT } from "@/components/chat/state/limits";
import { Button } from "@/components/ui/button";

type QuestionFormProps = { text: string; onCancel: () => void; onSend: (text: string) => void };

/** A question that is being put in other words. What was answered before is kept, as another version. */
export function QuestionForm({ text: before, onCancel, onSend }: QuestionFormProps) {
  const id = useId();
  const [text, setText] = useState(before);
  const canSend = text.trim() !== "" && text !== before;

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    // Within an input method Enter and Escape are its own.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && canSend) onSend(text);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <form
      className="grid gap-3 rounded-lg bg-quiet p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onSend(text);
      }}
    >
      <label htmlFor={id} className="sr-only">
        Your question
      </label>
      <textarea
        id={id}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked to write here
        autoFocus
        value={text}
        maxLength={MESSAGE_LIMIT}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.setSelectionRange(before.length, before.length)}
        onKeyDown={press}
        className="field-sizing-content max-h-80 min-h-20 w-full resize-none rounded-md bg-surface px-3 py-2 text-base"
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Button variant="quiet" size="sm" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" size="sm" disabled={!canSend}>
          Send
        </Button>
      </div>
    </form>
  );
}
