"use client";

import { SquarePen } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useId, useRef, useState, useSyncExternalStore, useTransition } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { conversationIn, NEW_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import { Button, ButtonLink } from "@/components/ui/button";
import { ConversationRow } from "./conversation-row";
import { type DayGroup, dayGroups } from "./day-groups";

/** The person's conversations, by day, and the way to a new one. */
export function ConversationList() {
  const { list, now, locale } = useRoom();
  const timeZone = useTimeZone();
  const open = conversationIn(usePathname());
  const { conversations, cursor } = list.listing;
  return (
    <nav aria-label="Conversations" className="flex min-h-full flex-col gap-4 px-2 pb-4">
      <div className="sticky top-0 z-10 -mx-2 bg-[color-mix(in_oklab,var(--quiet)_60%,var(--surface))] px-2 py-1 in-[dialog]:bg-raised">
        <ButtonLink href={NEW_CHAT_PATH} variant="secondary" className="w-full">
          <SquarePen className="size-4" aria-hidden="true" />
          New chat
        </ButtonLink>
      </div>
      {conversations.length === 0 ? (
        <p className="px-2 text-muted">Your conversations will be listed here.</p>
      ) : (
        dayGroups(conversations, { now, timeZone, locale }).map((group) => (
          <Day key={group.name} group={group} open={open} />
        ))
      )}
      {cursor === undefined ? null : <ShowOlder key={cursor} load={list.loadMore} />}
    </nav>
  );
}

function Day({ group, open }: { group: DayGroup; open: string | undefined }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="px-2 pb-1 font-medium text-muted text-xs">
        {group.name}
      </h2>
      <ul>
        {group.conversations.map((conversation) => (
          <ConversationRow key={conversation.id} conversation={conversation} isOpen={conversation.id === open} />
        ))}
      </ul>
    </section>
  );
}

/** Loads the next page when one scrolls to it, or asks for it. */
function ShowOlder({ load }: { load: () => Promise<void> }) {
  const button = useRef<HTMLButtonElement>(null);
  const [isLoading, start] = useTransition();
  const [hasFailed, setFailed] = useState(false);

  function loadNow() {
    if (isLoading) return;
    start(async () => {
      try {
        await load();
      } catch {
        // The button says so, and is the way to try again.
        setFailed(true);
      }
    });
  }

  useEffect(() => {
    if (!button.current || hasFailed) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) button.current?.click();
    });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [hasFailed]);

  return (
    <Button ref={button} variant="quiet" size="sm" aria-busy={isLoading} onClick={loadNow} className="text-muted">
      {isLoading ? "Loading…" : hasFailed ? "That did not load. Try again" : "Show older"}
    </Button>
  );
}

/** The reader's own, once the page is alive; until then the server's, so that both draw the same. */
function useTimeZone(): string {
  return useSyncExternalStore(
    neverChanges,
    () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}

const neverChanges = () => () => {};
