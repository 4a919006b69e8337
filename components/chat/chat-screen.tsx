"use client";

import { type RefObject, useCallback, useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { Dock } from "./composer/dock";
import { refocus } from "./composer/refocus";
import { TemporaryBanner } from "./composer/temporary-banner";
import { useAdding } from "./composer/use-adding";
import { useComposing } from "./composer/use-composing";
import { useDrop } from "./composer/use-drop";
import { useStopKey } from "./composer/use-stop-key";
import { Greeting } from "./greeting";
import { ArchivedBar } from "./list/archived-bar";
import { useRoom } from "./room/chat-room";
import { useKeeper } from "./room/desk-keeper";
import { useDesk } from "./room/use-desk";
import { useConversation } from "./room/use-conversation";
import { useThreadActions } from "./room/use-thread-actions";
import type { ConversationSummary } from "@/lib/chat/schema";
import { isRunning, type ShownThread } from "./state/conversation";
import { Announcer } from "./thread/announcer";
import { MessageList } from "./thread/message-list";
import { useFollow } from "./thread/use-follow";

/** A conversation, or the beginning of one: what was said in a column, and below it where one writes. */
export function ChatScreen({ thread }: { thread?: ShownThread }) {
  const { models, locale } = useRoom();
  const { drafts } = useDesk();
  useKeeper();
  const chat = useConversation(thread);
  const { key, draftKey, conversation, isTemporary } = chat;
  const { messages } = conversation;
  const area = useRef<HTMLTextAreaElement>(null);
  const { box, content, isFollowing, onScroll, toEnd } = useFollow();
  const composing = useComposing(chat, area);
  const adding = useAdding(chat, area);
  const { isOver, zone } = useDrop(adding.add);
  const onAsked = useCallback(() => {
    toEnd();
    refocus(area.current, box.current);
  }, [box, toEnd]);
  const { problem, ...actions } = useThreadActions(chat, { model: composing.chosen?.id, onAsked });
  useFocusOnArrival(key, area);
  useStopKey(isRunning(conversation), composing.stop);

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a place to drop files; the keyboard has the button
    <div className="relative flex h-full flex-col" {...zone}>
      <Archived thread={thread} />
      {isTemporary ? <TemporaryBanner hasMessages={messages.length > 0} /> : null}
      <div
        ref={box}
        onScroll={onScroll}
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-none"
      >
        {/* A greeting begins at its top, where a conversation is followed to its end. */}
        <div
          ref={content}
          className={classNames(
            "mx-auto flex max-w-184 flex-col px-4 pt-6 pb-8 md:px-6 md:pt-10",
            messages.length === 0 ? "h-full overflow-y-auto" : "min-h-full",
          )}
        >
          {messages.length === 0 ? (
            <Greeting
              isTemporary={isTemporary}
              onStart={(prompt) => {
                drafts.type(draftKey, prompt);
                area.current?.focus();
              }}
            />
          ) : (
            <>
              <h1 className="sr-only">{thread?.title ?? "Conversation"}</h1>
              <MessageList
                messages={messages}
                modelLabel={(id) => models.find((model) => model.id === id)?.label ?? id}
                locale={locale}
                {...actions}
              />
            </>
          )}
        </div>
      </div>
      <Dock
        chat={chat}
        composing={composing}
        adding={adding}
        area={area}
        isAtEnd={isFollowing}
        toEnd={toEnd}
        onEditLast={() => editLast(content.current)}
        problem={problem}
      />
      {isOver ? <DropHere /> : null}
      <Announcer conversation={conversation} />
    </div>
  );
}

/** Not once somebody has written in it, which takes it back to the list. */
function Archived({ thread }: { thread: ShownThread | undefined }) {
  const { list, now } = useRoom();
  if (!thread?.isArchived || list.has(thread.id)) return null;
  return <ArchivedBar key={thread.id} conversation={summaryOf(thread, now)} />;
}

/** As the list has it. Its place there is the top for the moment; the list's next reading knows it better. */
function summaryOf({ id, title, isPinned = false }: ShownThread, now: Date): ConversationSummary {
  return { id, title, isPinned, isArchived: true, lastMessageAt: now };
}

function DropHere() {
  return (
    <div className="pointer-events-none absolute inset-2 grid place-items-center rounded-lg border-2 border-accent border-dashed bg-surface/85">
      <p className="font-medium text-base">Drop the files to attach them</p>
    </div>
  );
}

/** Presses the button below the last question that can be edited. */
function editLast(list: HTMLElement | null): void {
  const buttons = list?.querySelectorAll<HTMLButtonElement>("button[data-edit-question]") ?? [];
  [...buttons].at(-1)?.click();
}

/** On a screen with a mouse one can write at once; a keyboard on the glass comes when it is asked for. */
function useFocusOnArrival(key: string, area: RefObject<HTMLTextAreaElement | null>): void {
  const arrived = useRef<string>(undefined);
  useEffect(() => {
    if (arrived.current === key) return;
    arrived.current = key;
    const isFree = document.activeElement === document.body || document.activeElement?.tagName === "A";
    if (isFree && window.matchMedia("(pointer: fine)").matches) area.current?.focus({ preventScroll: true });
  }, [area, key]);
}
