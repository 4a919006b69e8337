import { ArrowDown } from "lucide-react";
import type { RefObject } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { useDesk } from "@/components/chat/room/use-desk";
import type { OpenChat } from "@/components/chat/room/use-conversation";
import { isRunning } from "@/components/chat/state/conversation";
import type { Queued } from "@/components/chat/state/draft";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { allowanceLeft } from "@/components/usage/allowance-left";
import { type Advice, adviceFor, spentAdvice } from "./advice";
import { AdviceNotice } from "./advice-notice";
import { Composer } from "./composer";
import { refocus } from "./refocus";
import { QueueChips } from "./queue-chips";
import type { Adding } from "./use-adding";
import type { Composing } from "./use-composing";
import { useOnline } from "./use-online";
import { usePath } from "@/components/ui/use-path";

type DockProps = {
  chat: OpenChat;
  composing: Composing;
  adding: Adding;
  area: RefObject<HTMLTextAreaElement | null>;
  isAtEnd: boolean;
  toEnd: () => void;
  onEditLast: () => void;
  /** What else went wrong, in a sentence. */
  problem: string | undefined;
};

/** What stands below a conversation: the way back to its end, what waits or was not taken and why, and the composer. */
export function Dock({ chat, composing, adding, area, isAtEnd, toEnd, onEditLast, problem }: DockProps) {
  const { sendText } = composing;
  return (
    <div className="relative mx-auto w-full max-w-184 px-4 pb-[env(safe-area-inset-bottom)] md:px-6">
      {isAtEnd ? null : <JumpToLatest onClick={toEnd} />}
      {problem ? (
        <Notice tone="bad" role="alert" className="mb-3">
          {problem}
        </Notice>
      ) : null}
      <Refusal chat={chat} composing={composing} />
      <Queue chat={chat} composing={composing} area={area} />
      {adding.longPaste ? <LongPaste adding={adding} /> : null}
      <Composer
        chat={chat}
        area={area}
        composing={composing}
        adding={adding}
        onEditLast={onEditLast}
        onSend={() => {
          sendText();
          toEnd();
        }}
      />
    </div>
  );
}

function Refusal({ chat, composing }: Pick<DockProps, "chat" | "composing">) {
  const { turn } = chat.conversation;
  const { choices, chosen, draft } = composing;
  const hasFiles = (draft.files ?? []).length > 0;
  const advice = useAdvice(turn.state === "refused" ? turn.failure : undefined, hasFiles);
  const isOnline = useOnline();
  if (!advice) return null;
  const other = choices.find(({ id, openedBy }) => id !== chosen?.id && openedBy === undefined);
  return (
    <div className="pb-3">
      <AdviceNotice
        advice={advice}
        isNews={turn.state === "refused"}
        onSendAgain={advice.canSendAgain && isOnline ? composing.sendAgain : undefined}
        onSendShortened={isOnline ? composing.sendShortened : undefined}
        other={other && isOnline ? { label: other.label, onSend: () => composing.sendTo(other.id) } : undefined}
      />
    </div>
  );
}

type Failure = Parameters<typeof adviceFor>[0];

/** About the message that was refused; without one, about an allowance that would refuse the next. */
function useAdvice(failure: Failure | undefined, hasFiles: boolean): Advice | undefined {
  const { allowance, spentMicros, locale } = useRoom();
  const path = usePath();
  const { plan, resetsAt } = allowance;
  if (failure) return adviceFor(failure, { plan, resetsAt, locale, path, hasFiles });
  return allowanceLeft(allowance, { spentMicros, locale }).isOut ? spentAdvice({ plan, resetsAt, locale }) : undefined;
}

function Queue({ chat, composing, area }: Pick<DockProps, "chat" | "composing" | "area">) {
  const { drafts } = useDesk();
  const { draftKey, conversation } = chat;
  const { queue, sendQueued } = composing;
  const isFree = !isRunning(conversation);
  function edit({ request, files = [] }: Queued): void {
    const { text } = drafts.read(draftKey);
    drafts.unqueue(draftKey, request.clientRequestId);
    drafts.type(draftKey, text.trim() === "" ? request.message : `${request.message}\n\n${text}`);
    for (const file of files) drafts.attach(draftKey, file);
    refocus(area.current);
  }
  return (
    <QueueChips
      queue={queue}
      onSend={isFree ? sendQueued : undefined}
      onEdit={edit}
      onRemove={(id) => {
        drafts.unqueue(draftKey, id);
        refocus(area.current);
      }}
    />
  );
}

function LongPaste({ adding }: { adding: Adding }) {
  return (
    <Notice
      aria-live="polite"
      className="mb-3"
      title="That is a long text"
      action={
        <div className="flex flex-wrap gap-2">
          <Button size="sm" variant="secondary" onClick={adding.keepPaste}>
            Keep it here
          </Button>
          <Button size="sm" onClick={adding.attachPaste}>
            Attach it as a file
          </Button>
        </div>
      }
    />
  );
}

function JumpToLatest({ onClick }: { onClick: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 -top-12 flex justify-center">
      <Button variant="secondary" size="sm" onClick={onClick} className="pointer-events-auto animate-rise shadow-float">
        <ArrowDown className="size-4" aria-hidden="true" />
        Jump to latest
      </Button>
    </div>
  );
}
