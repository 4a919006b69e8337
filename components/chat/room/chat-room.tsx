"use client";

import { createContext, type ReactNode, use, useState } from "react";
import { type ChatStore, chatStore } from "@/components/chat/state/chat-store";
import { type DraftBox, draftBox } from "@/components/chat/state/draft-box";
import type { ConversationPage } from "@/lib/chat/schema";
import type { Allowance, ModelOption } from "@/lib/usage/schema";
import type { ChatActions } from "./chat-actions";
import { useFreshKey } from "./use-fresh-key";
import { useLatest } from "./use-latest";
import { type ListingControl, useListing } from "./use-listing";
import { useNews } from "./use-news";

/** What the screens are told and do not change. */
type RoomFacts = {
  allowance: Allowance;
  models: ModelOption[];
  /** UTF-16 units of one message. */
  messageLimit: number;
  locale: string;
  /** When the page was made, by the server's clock. */
  now: Date;
};

type Room = RoomFacts & {
  store: ChatStore;
  drafts: DraftBox;
  list: ListingControl;
  /** Settled since the allowance was read. */
  spentMicros: bigint;
  /** What the conversation at `/chat` is kept under until it has an id. */
  freshKey: string;
  chosenModel: string | undefined;
  chooseModel: (id: string) => void;
};

const RoomContext = createContext<Room | undefined>(undefined);

/** @throws Error outside a {@link ChatRoom}. */
export function useRoom(): Room {
  const room = use(RoomContext);
  if (!room) throw new Error("This belongs inside a ChatRoom");
  return room;
}

type ChatRoomProps = RoomFacts & {
  /** Whose drafts these are. */
  viewerId: string;
  /** The first page of the list. */
  page: ConversationPage;
  actions: ChatActions;
  children: ReactNode;
};

/**
 * What every screen of the app shares of the chat: the list, the drafts and the answers that are arriving. It stands
 * above the pages, so that an answer goes on arriving while another page is open.
 */
export function ChatRoom({ viewerId, page, actions, children, ...facts }: ChatRoomProps) {
  const list = useListing(page, actions);
  const [spentMicros, setSpentMicros] = useLatest<Allowance, bigint>(facts.allowance, nothing, nothing);
  const [chosenModel, chooseModel] = useState<string>();
  const [drafts] = useState(() => draftBox(viewerId, browserStorage()));
  const freshKey = useFreshKey();

  const [store] = useState(() => chatStore());
  useNews({ store, drafts, list, freshKey, now: facts.now, spend: setSpentMicros });

  const room = { ...facts, store, drafts, list, spentMicros, freshKey, chosenModel, chooseModel };
  return <RoomContext value={room}>{children}</RoomContext>;
}

const nothing = () => 0n;

/** None on the server, and where the browser forbids it. */
function browserStorage(): Storage | undefined {
  try {
    return globalThis.window?.localStorage;
  } catch {
    // Reading the property is what is forbidden. Drafts then last as long as the page.
    return undefined;
  }
}
