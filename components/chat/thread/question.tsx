import { Pencil } from "lucide-react";
import { memo, useState } from "react";
import type { ShownMessage } from "@/components/chat/state/conversation";
import { IconButton } from "@/components/ui/icon-button";
import { Attachments } from "./attachments";
import { CopyButton } from "@/components/ui/copy-button";
import type { MessageActions } from "./message-actions";
import { QuestionForm } from "./question-form";
import { SiblingSwitch } from "./sibling-switch";

type QuestionProps = Pick<MessageActions, "onEdit" | "onSelectBranch"> & { message: ShownMessage };

/** What the person said, in a quiet block, as it was typed. */
export const Question = memo(function Question({ message, onEdit, onSelectBranch }: QuestionProps) {
  const { id, content, attachments = [], siblings } = message;
  const [isEditing, setEditing] = useState(false);
  if (isEditing && id && onEdit) {
    return (
      <QuestionForm
        text={content}
        onCancel={() => setEditing(false)}
        onSend={(text) => {
          setEditing(false);
          onEdit(id, text);
        }}
      />
    );
  }
  return (
    <article className="group/message grid justify-items-end gap-1">
      <h2 className="sr-only">You</h2>
      <Attachments files={attachments} />
      {content === "" ? null : (
        <p className="w-fit max-w-[85%] whitespace-pre-wrap rounded-lg bg-quiet px-4 py-2.5 text-base wrap-anywhere">
          {content}
        </p>
      )}
      <footer className="flex min-h-8 items-center opacity-0 transition-opacity focus-within:opacity-100 group-hover/message:opacity-100 pointer-coarse:min-h-11 pointer-coarse:opacity-100">
        <SiblingSwitch of="question" siblings={siblings} onSelect={onSelectBranch} />
        {id && onEdit ? (
          <IconButton
            data-edit-question=""
            label="Edit question"
            icon={<Pencil className="size-4" aria-hidden="true" />}
            onClick={() => setEditing(true)}
          />
        ) : null}
        <CopyButton label="Copy question" text={content} />
      </footer>
    </article>
  );
});
