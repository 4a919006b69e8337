import type { ConversationSummary } from "@/lib/chat/schema";
import { ConversationRow } from "./conversation-row";
import { markedParts } from "./matching";
import type { TitleSearch } from "./use-title-search";

type SearchResultsProps = { query: string; search: Exclude<TitleSearch, { state: "off" }>; open: string | undefined };

/** What was found, the latest first. How many is said to those who do not see it. */
export function SearchResults({ query, search, open }: SearchResultsProps) {
  const found = search.state === "failed" ? [] : search.found;
  return (
    <section aria-label="Chats found" aria-busy={search.state === "looking"}>
      <output className={found.length > 0 ? "sr-only" : "block px-2 text-muted"}>
        {wordsOf(search, query.trim())}
      </output>
      <ul>
        {found.map((conversation) => (
          <ConversationRow key={conversation.id} conversation={conversation} isOpen={conversation.id === open}>
            <Marked conversation={conversation} query={query} />
          </ConversationRow>
        ))}
      </ul>
    </section>
  );
}

function Marked({ conversation: { title }, query }: { conversation: ConversationSummary; query: string }) {
  return markedParts(title, query).map((part, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- pieces of one title, which have no other name
    index % 2 === 1 ? (
      <mark key={index} className="rounded-xs bg-accent/20 text-inherit">
        {part}
      </mark>
    ) : (
      part
    ),
  );
}

export function wordsOf(search: Exclude<TitleSearch, { state: "off" }>, query: string): string {
  if (search.state === "failed") return "The search did not reach the server. Type on to try again.";
  if (search.state === "looking") return search.found.length === 0 ? "Looking…" : "";
  const { length } = search.found;
  if (length === 0) return `No chat is called “${query}”.`;
  return length === 1 ? "1 chat found." : `${length} chats found.`;
}
