import { FastForward, RotateCcw } from "lucide-react";
import type { ShownMessage } from "@/components/chat/state/conversation";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice, type NoticeTone } from "@/components/ui/notice";
import type { MessageActions } from "./message-actions";

type AnswerNoteProps = Pick<MessageActions, "onRetry" | "onContinue"> & { message: ShownMessage };

/** What is the matter with an answer, and what can be done about it. */
export function AnswerNote({ message, onRetry, onContinue }: AnswerNoteProps) {
  const note = noteOf(message);
  const { id } = message;
  if (note === undefined) return null;
  return (
    <Notice
      className={message.content === "" ? undefined : "mt-4!"}
      tone={toneOf(message)}
      title={note}
      action={
        <div className="flex flex-wrap gap-2">
          {id && onContinue && canContinue(message) ? (
            <Button variant="secondary" size="sm" onClick={() => onContinue(id)}>
              <FastForward className="size-4" aria-hidden="true" />
              Continue
            </Button>
          ) : null}
          {message.errorCode === "context_too_long" ? (
            <ButtonLink variant="secondary" size="sm" href="/chat">
              New chat
            </ButtonLink>
          ) : null}
          {onRetry && canAskAgain(message) ? (
            <Button variant="secondary" size="sm" onClick={onRetry}>
              <RotateCcw className="size-4" aria-hidden="true" />
              Ask again
            </Button>
          ) : null}
        </div>
      }
    />
  );
}

/** What the model would refuse again as it is. */
const FINAL = new Set(["context_too_long", "question_refused"]);

/** The same question may be answered another time. */
export function canAskAgain({ errorCode }: Pick<ShownMessage, "errorCode">): boolean {
  return errorCode === undefined || !FINAL.has(errorCode);
}

/** There is something to go on from, and more to be said. */
export function canContinue({ status, content, finishReason }: ShownMessage): boolean {
  if (content === "") return false;
  return status === "stopped" || status === "interrupted" || (status === "complete" && finishReason === "length");
}

/** Broken off or never begun is a problem; where it was told to end is a note. */
function toneOf({ status }: ShownMessage): NoticeTone {
  return status === "failed" || status === "interrupted" ? "bad" : "info";
}

/** Why an answer is not what it should be, if it is not. */
export function noteOf({ status, problem, finishReason }: ShownMessage): string | undefined {
  if (status === "failed") return problem ?? "Something went wrong while this was being written.";
  if (status === "interrupted") return problem ?? "The answer was interrupted. What arrived is kept.";
  if (status === "stopped") return "You stopped this answer.";
  if (finishReason === "length") return "The answer reached its greatest length and ends here.";
  if (finishReason === "content_filter") return "The model's provider held back the rest of this answer.";
  return undefined;
}
