import { useEffect } from "react";
import { firstWords } from "@/components/chat/list/listing";
import type { ChatNews, ChatStore } from "@/components/chat/state/chat-store";
import { type DraftBox, NEW_DRAFT } from "@/components/chat/state/draft-box";
import { NEW_CHAT_PATH } from "./use-fresh-key";
import type { ListingControl } from "./use-listing";

type Surroundings = {
  store: ChatStore;
  drafts: DraftBox;
  list: ListingControl;
  /** The conversation that `/chat` shows. */
  freshKey: string;
  now: Date;
  spend: (change: (beforeMicros: bigint) => bigint) => void;
};

/** What happens around an answer when it starts, ends or is refused. */
export function useNews({ store, ...around }: Surroundings): void {
  useEffect(() => store.onNews((news) => hear(news, around)));
}

function hear(news: ChatNews, around: Omit<Surroundings, "store">): void {
  switch (news.type) {
    case "started":
      return begin(news, around);
    case "refused":
      if (wasDraft(news)) around.drafts.refused(draftKeyOf(news));
      return;
    default: {
      const costMicros = news.conversation.messages.at(-1)?.receipt?.costMicros ?? 0;
      around.spend((beforeMicros) => beforeMicros + BigInt(costMicros));
      void around.list.reload();
    }
  }
}

type Started = Extract<ChatNews, { type: "started" }>;

function begin(news: Started, { drafts, list, freshKey, now }: Omit<Surroundings, "store">): void {
  const { conversationId, request } = news;
  const isOpen = news.key === freshKey && window.location.pathname === NEW_CHAT_PATH;
  if (wasDraft(news)) drafts.started(draftKeyOf(news), isOpen ? conversationId : draftKeyOf(news));
  list.noteWritten({ id: conversationId, message: request.message, at: now });
  // Its own address from now on, without asking the server for what is already on the screen.
  if (!isOpen) return;
  window.history.replaceState(null, "", `${NEW_CHAT_PATH}/${conversationId}`);
  document.title = document.title.replace(/^[^·]*(?=·)/, `${firstWords(request.message)} `);
}

type About = Pick<Started, "request">;

/** A branch is asked from the thread and never lay in the composer. */
const wasDraft = ({ request }: About) => request.parentId === undefined;
const draftKeyOf = ({ request }: About) => request.conversationId ?? NEW_DRAFT;
