import { memo } from "react";
import type { ShownMessage } from "@/components/chat/state/conversation";
import { AnswerActions } from "./answer-actions";
import { AnswerNote, canAskAgain } from "./answer-note";
import { AnswerText } from "./answer-text";
import type { MessageActions } from "./message-actions";
import { ReceiptLine } from "./receipt-line";

type AnswerProps = Omit<MessageActions, "onEdit"> & {
  message: ShownMessage;
  modelLabel: string | undefined;
  /** The model that was asked first, where another one stepped in. */
  fallbackFrom?: string | undefined;
  locale: string;
  isLast?: boolean;
};

/** An answer, straight on the page. */
export const Answer = memo(function Answer({ message, modelLabel, fallbackFrom, locale, ...rest }: AnswerProps) {
  const { content, status, receipt, durationMs } = message;
  const { isLast = false, onRetry, onContinue, ...actions } = rest;
  const isWriting = status === "streaming";
  // "Ask again" is the same wish in words; and of what was refused for good there is no other answer.
  const canRegenerate = !onRetry && !(content === "" && !canAskAgain(message));
  return (
    <article className="group/message [&>*+*]:mt-2">
      <h2 className="sr-only">Answer</h2>
      {content === "" ? null : <AnswerText text={content} isWriting={isWriting} />}
      {isWriting && content === "" ? <Waiting /> : null}
      <AnswerNote message={message} onRetry={onRetry} onContinue={onContinue} />
      {/* Its height is there from the start, so that the text does not move when the answer is complete. */}
      <footer className="-ml-2 flex min-h-8 flex-wrap items-center gap-x-2 pointer-coarse:min-h-11">
        {isWriting ? null : (
          <>
            <AnswerActions
              message={message}
              isLast={isLast}
              {...actions}
              onRegenerate={canRegenerate ? actions.onRegenerate : undefined}
            />
            {content === "" ? null : (
              <ReceiptLine
                model={modelLabel}
                fallbackFrom={fallbackFrom}
                isFallbackForMoney={message.isFallbackForMoney}
                receipt={receipt}
                durationMs={durationMs}
                omittedCount={message.omittedCount}
                locale={locale}
              />
            )}
          </>
        )}
      </footer>
    </article>
  );
});

function Waiting() {
  return (
    <p className="flex h-6.5 items-center">
      <span aria-hidden="true" className="size-2.5 animate-breathe rounded-full bg-muted motion-reduce:animate-none" />
      <span className="sr-only">Waiting for the answer</span>
    </p>
  );
}
