"use client";

import { type RefObject, useEffect, useRef } from "react";
import { Dock } from "./composer/dock";
import { Greeting } from "./greeting";
import { useRoom } from "./room/chat-room";
import { parentOfLastQuestion, useConversation } from "./room/use-conversation";
import { type Conversation, isRunning, type ShownThread } from "./state/conversation";
import { NEW_DRAFT } from "./state/draft-box";
import { Announcer } from "./thread/announcer";
import { MessageList } from "./thread/message-list";
import { useFollow } from "./thread/use-follow";

/** A conversation, or the beginning of one: what was said in a column, and below it where one writes. */
export function ChatScreen({ thread }: { thread?: ShownThread }) {
  const { drafts, models, locale } = useRoom();
  const { key, conversation } = useConversation(thread);
  const { messages } = conversation;
  const area = useRef<HTMLTextAreaElement>(null);
  const { box, content, isFollowing, onScroll, toEnd } = useFollow();
  const askAgain = useAskAgain(key, conversation);
  useFocusOnArrival(key, area);

  return (
    <div className="flex h-full flex-col">
      <div ref={box} onScroll={onScroll} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div ref={content} className="mx-auto flex min-h-full max-w-184 flex-col px-4 pt-6 pb-8 md:px-6 md:pt-10">
          {messages.length === 0 ? (
            <Greeting
              onStart={(prompt) => {
                drafts.type(conversation.id ?? NEW_DRAFT, prompt);
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
                onRetry={askAgain}
              />
            </>
          )}
        </div>
      </div>
      <Dock conversationKey={key} conversation={conversation} area={area} isAtEnd={isFollowing} toEnd={toEnd} />
      <Announcer conversation={conversation} />
    </div>
  );
}

/** Asks the last question once more, as a new branch: what went wrong stays in its own. */
function useAskAgain(key: string, conversation: Conversation): (() => void) | undefined {
  const { store } = useRoom();
  const { id: conversationId, messages } = conversation;
  const parentId = parentOfLastQuestion(conversation);
  const [question, answer] = messages.slice(-2);
  if (!conversationId || !parentId || question?.role !== "user" || isRunning(conversation)) return undefined;
  const { content: message } = question;
  const model = answer?.model;
  return () => {
    const clientRequestId = crypto.randomUUID();
    const request = { conversationId, parentId, message, clientRequestId, ...(model ? { model } : {}) };
    store.send(key, request, messages);
  };
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
