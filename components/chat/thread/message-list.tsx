import { useMemo, useState } from "react";
import type { ShownMessage } from "@/components/chat/state/conversation";
import { Answer } from "./answer";
import type { MessageActions } from "./message-actions";
import { MessageGroup } from "./message-group";
import { OlderMessages } from "./older-messages";
import { Question } from "./question";

type MessageListProps = MessageActions & {
  messages: ShownMessage[];
  modelLabel: (id: string) => string;
  locale: string;
  hasOlder?: boolean;
  loadOlder?: (() => Promise<void>) | undefined;
};

const GROUP_SIZE = 10;
/** Groups at the end that are always there. */
const KEPT_GROUPS = 1;

/**
 * The open path of a conversation, oldest first. It stands in groups, and those far from what one sees are only the
 * room that they take, so that a thread of any length is a small page.
 */
export function MessageList({ messages, modelLabel, locale, hasOlder, loadOlder, ...actions }: MessageListProps) {
  const shift = useShift(messages);
  const groups = useMemo(() => groupsOf(messages, shift), [messages, shift]);
  const last = messages.length - 1;
  return (
    <div className="[&>*+*]:mt-6">
      {hasOlder && loadOlder ? <OlderMessages firstPlace={-shift} load={loadOlder} /> : null}
      {groups.map(({ number, place, start, members }, group) => (
        <MessageGroup
          key={number}
          count={members.length}
          isKept={group >= groups.length - 1 - KEPT_GROUPS}
          isAdded={number < 0}
        >
          {members.map((message, offset) => (
            // oxlint-disable-next-line react/no-array-index-key -- before it is stored a message has no other name
            <li key={place + offset} className="min-w-0">
              {message.role === "user" ? (
                <Question message={message} onEdit={actions.onEdit} onSelectBranch={actions.onSelectBranch} />
              ) : (
                <Answer
                  message={message}
                  modelLabel={labelOf(message.model, modelLabel)}
                  fallbackFrom={labelOf(message.fallbackFrom, modelLabel)}
                  locale={locale}
                  isLast={start + offset === last}
                  onRegenerate={actions.onRegenerate}
                  onContinue={actions.onContinue}
                  onSelectBranch={actions.onSelectBranch}
                  onFeedback={actions.onFeedback}
                  onRetry={start + offset === last && hasGoneWrong(message) ? actions.onRetry : undefined}
                />
              )}
            </li>
          ))}
        </MessageGroup>
      ))}
    </div>
  );
}

/** How many older messages were put above the first that was there. A message's place, less this, never changes. */
function useShift(messages: ShownMessage[]): number {
  const firstId = messages[0]?.id;
  const [known, setKnown] = useState({ firstId, shift: 0 });
  if (firstId === known.firstId) return known.shift;
  const added = messages.findIndex(({ id }) => id !== undefined && id === known.firstId);
  const next = { firstId, shift: known.shift + Math.max(0, added) };
  setKnown(next);
  return next.shift;
}

export type Group = { number: number; place: number; start: number; members: ShownMessage[] };

/** Groups by places that stay: what is added above or below leaves a full group as it is. */
export function groupsOf(messages: readonly ShownMessage[], shift: number): Group[] {
  const groups: Group[] = [];
  let start = 0;
  while (start < messages.length) {
    const place = start - shift;
    const number = Math.floor(place / GROUP_SIZE);
    const end = (number + 1) * GROUP_SIZE + shift;
    groups.push({ number, place, start, members: messages.slice(start, end) });
    start = end;
  }
  return groups;
}

function labelOf(id: string | undefined, modelLabel: (id: string) => string): string | undefined {
  return id === undefined ? undefined : modelLabel(id);
}

function hasGoneWrong({ status }: ShownMessage): boolean {
  return status === "failed" || status === "interrupted";
}
