import { RefreshCw } from "lucide-react";
import type { ShownMessage } from "@/components/chat/state/conversation";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { CopyButton } from "@/components/ui/copy-button";
import type { MessageActions } from "./message-actions";
import { ReadAloud } from "./read-aloud";
import { SiblingSwitch } from "./sibling-switch";
import { Thumbs } from "./thumbs";

type AnswerActionsProps = Pick<MessageActions, "onRegenerate" | "onSelectBranch" | "onFeedback"> & {
  message: ShownMessage;
  /** Those of the last answer are always seen, the others when one points at them or reaches them by keyboard. */
  isLast: boolean;
};

export function AnswerActions({ message, isLast, onRegenerate, onSelectBranch, onFeedback }: AnswerActionsProps) {
  const { id, content, siblings, feedback } = message;
  const hasText = content !== "";
  return (
    <div className={classNames("flex flex-wrap items-center", !isLast && SHY)}>
      {hasText ? <CopyButton label="Copy answer" text={content} /> : null}
      {id && hasText && onFeedback ? <Thumbs messageId={id} feedback={feedback} onFeedback={onFeedback} /> : null}
      {hasText ? <ReadAloud text={content} /> : null}
      {id && onRegenerate ? (
        <IconButton
          label="Write another answer"
          icon={<RefreshCw className="size-4" aria-hidden="true" />}
          onClick={() => onRegenerate(id)}
        />
      ) : null}
      <SiblingSwitch of="answer" siblings={siblings} onSelect={onSelectBranch} />
    </div>
  );
}

const SHY = classNames(
  "order-last opacity-0 transition-opacity group-hover/message:opacity-100 group-focus-within/message:opacity-100",
  "pointer-coarse:opacity-100",
);
