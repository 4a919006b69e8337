"use client";

import { SquarePen } from "lucide-react";
import { useId, useState } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { conversationIn, NEW_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { ConversationRow } from "./conversation-row";
import { type DayGroup, dayGroups } from "./day-groups";
import { SearchField } from "./search-field";
import { SearchResults } from "./search-results";
import { ShowOlder } from "./show-older";
import { useTimeZone } from "./use-time-zone";
import { useTitleSearch } from "./use-title-search";
import { usePath } from "@/components/ui/use-path";

export const ARCHIVE_PATH = "/archived";

/** The person's conversations, pinned ones first and then by day; a way to find one, and to begin another. */
export function ConversationList() {
  const [query, setQuery] = useState("");
  const search = useTitleSearch(query);
  const open = conversationIn(usePath());
  const listId = useId();
  return (
    <nav aria-label="Conversations" className="flex min-h-full flex-col gap-4 px-2 pb-4">
      <div className="sticky top-0 z-10 -mx-2 grid gap-1.5 bg-[color-mix(in_oklab,var(--quiet)_60%,var(--surface))] px-2 py-1 in-[dialog]:bg-raised">
        <ButtonLink href={NEW_CHAT_PATH} variant="secondary" className="w-full">
          <SquarePen className="size-4" aria-hidden="true" />
          New chat
        </ButtonLink>
        <SearchField query={query} onQuery={setQuery} resultsId={listId} areFound={search.state === "found"} />
      </div>
      <div id={listId} className="flex flex-1 flex-col gap-4">
        {search.state === "off" ? <Days open={open} /> : <SearchResults query={query} search={search} open={open} />}
      </div>
    </nav>
  );
}

function Days({ open }: { open: string | undefined }) {
  const { list, now, locale } = useRoom();
  const timeZone = useTimeZone();
  const { conversations, cursor } = list.listing;
  if (conversations.length === 0) return <p className="px-2 text-muted">Your conversations will be listed here.</p>;
  return (
    <>
      {dayGroups(conversations, { now, timeZone, locale }).map((group) => (
        <Day key={group.name} group={group} open={open} />
      ))}
      {cursor === undefined ? null : <ShowOlder key={cursor} load={list.loadMore} />}
      <TextLink href={ARCHIVE_PATH} className="mt-auto px-2 pt-2 text-muted text-xs">
        Archived chats
      </TextLink>
    </>
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
