import { RotateCcw } from "lucide-react";
import { memo } from "react";
import type { ShownMessage } from "@/components/chat/state/conversation";
import { Button } from "@/components/ui/button";
import { Notice, type NoticeTone } from "@/components/ui/notice";
import { AnswerText } from "./answer-text";
import { CopyButton } from "./copy-button";
import { ReceiptLine } from "./receipt-line";

type AnswerProps = {
  message: ShownMessage;
  modelLabel: string | undefined;
  locale: string;
  /** Asks the same question again; only for the last answer, and only when it went wrong. */
  onRetry?: (() => void) | undefined;
};

/** An answer, straight on the page. */
export const Answer = memo(function Answer({ message, modelLabel, locale, onRetry }: AnswerProps) {
  const { content, status, receipt } = message;
  const isWriting = status === "streaming";
  const note = noteOf(message);
  return (
    <article className="group/answer grid gap-2">
      <h2 className="sr-only">Answer</h2>
      {content === "" ? null : <AnswerText text={content} isWriting={isWriting} />}
      {isWriting && content === "" ? <Waiting /> : null}
      {note ? (
        <Notice
          tone={toneOf(message)}
          title={note}
          action={
            onRetry ? (
              <Button variant="secondary" size="sm" onClick={onRetry}>
                <RotateCcw className="size-4" aria-hidden="true" />
                Ask again
              </Button>
            ) : null
          }
        />
      ) : null}
      {/* Its height is there from the start, so that the text does not move when the answer is complete. */}
      <footer className="-ml-2 flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
        {isWriting || content === "" ? null : <CopyButton label="Copy answer" text={content} />}
        {isWriting ? null : <ReceiptLine model={modelLabel} receipt={receipt} locale={locale} />}
      </footer>
    </article>
  );
});

function Waiting() {
  return (
    <p className="flex h-6.5 items-center">
      <span aria-hidden="true" className="size-2.5 animate-breathe rounded-full bg-muted" />
      <span className="sr-only">Waiting for the answer</span>
    </p>
  );
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
