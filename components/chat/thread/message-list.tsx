import type { ShownMessage } from "@/components/chat/state/conversation";
import { Answer } from "./answer";
import { Question } from "./question";

type MessageListProps = {
  messages: ShownMessage[];
  modelLabel: (id: string | undefined) => string | undefined;
  locale: string;
  onRetry: (() => void) | undefined;
};

/** The open path of a conversation, oldest first. A path only grows at its end, so a message's place is its name. */
export function MessageList({ messages, modelLabel, locale, onRetry }: MessageListProps) {
  return (
    <ol className="grid gap-6">
      {messages.map((message, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- before it is stored a message has no other name
        <li key={place} className="min-w-0">
          {message.role === "user" ? (
            <Question text={message.content} />
          ) : (
            <Answer
              message={message}
              modelLabel={modelLabel(message.model)}
              locale={locale}
              onRetry={place === messages.length - 1 && hasGoneWrong(message) ? onRetry : undefined}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

function hasGoneWrong({ status }: ShownMessage): boolean {
  return status === "failed" || status === "interrupted";
}
