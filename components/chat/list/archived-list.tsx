"use client";

import { useState } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { useLatest } from "@/components/chat/room/use-latest";
import { EmptyState } from "@/components/ui/empty-state";
import type { ConversationPage } from "@/lib/chat/schema";
import { ConversationRow } from "./conversation-row";
import { dayGroups } from "./day-groups";
import { withNextPage } from "./listing";
import { ShowOlder } from "./show-older";
import { useTimeZone } from "./use-time-zone";

/** What was put away. It can be read, found and brought back; nothing in it is lost. */
export function ArchivedList({ page }: { page: ConversationPage }) {
  const { list, now, locale } = useRoom();
  const timeZone = useTimeZone();
  const [{ conversations, cursor }, setListing] = useLatest(page, (first) => first, takePage);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const left = conversations.filter(({ id }) => !gone.has(id));

  if (left.length === 0 && cursor === undefined) {
    return (
      <EmptyState title="Nothing is archived">
        A chat you archive leaves the list and is kept here, with everything in it.
      </EmptyState>
    );
  }
  return (
    <div className="grid max-w-2xl gap-6">
      {dayGroups(left, { now, timeZone, locale }).map((group) => (
        <section key={group.name} aria-label={group.name}>
          <h2 className="px-2 pb-1 font-medium text-muted text-xs">{group.name}</h2>
          <ul>
            {group.conversations.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                isOpen={false}
                isShelved
                onGone={(id, isGone) => setGone((known) => changed(known, id, isGone))}
              />
            ))}
          </ul>
        </section>
      ))}
      {cursor === undefined ? null : (
        <ShowOlder
          key={cursor}
          load={async () => {
            const next = await list.listArchived(cursor);
            setListing((current) => withNextPage(current, next));
          }}
        />
      )}
    </div>
  );
}

const takePage = (_shown: ConversationPage, page: ConversationPage) => page;

function changed(known: ReadonlySet<string>, id: string, isGone: boolean): ReadonlySet<string> {
  const next = new Set(known);
  if (isGone) next.add(id);
  else next.delete(id);
  return next;
}
