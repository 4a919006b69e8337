"use client";

import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { type ChatStore, chatStore } from "@/components/chat/state/chat-store";
import { type DraftBox, draftBox } from "@/components/chat/state/draft-box";
import { type UploadFile, type UploadShelf, uploadShelf } from "@/components/chat/state/upload-shelf";
import { patiently } from "@/components/ui/patiently";
import type { ConversationPage } from "@/lib/chat/schema";
import type { Allowance, ModelOption } from "@/lib/usage/schema";
import { type ChatActions, chatActions, type ServedActions } from "./chat-actions";
import { type Departure, departure as newDeparture } from "./departure";
import { signInAgain } from "./sign-in-again";
import { tabLine } from "./tab-line";
import { useElsewhere } from "./use-elsewhere";
import { type FreshChat, useFreshChat } from "./use-fresh-key";
import { useLatest } from "./use-latest";
import { type ListingControl, useListing } from "./use-listing";
import { useNews } from "./use-news";
import { useOpenTitle } from "./use-open-title";

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
  actions: ChatActions;
  store: ChatStore;
  drafts: DraftBox;
  uploads: UploadShelf;
  list: ListingControl;
  /** By way of it one leaves the screen, unless by a link. */
  departure: Departure;
  /** Settled since the allowance was read. */
  spentMicros: bigint;
  fresh: FreshChat;
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
  actions: ServedActions;
  children: ReactNode;
};

/**
 * What every screen of the app shares of the chat: the list, the drafts and the answers that are arriving. It stands
 * above the pages, so that an answer goes on arriving while another page is open.
 */
export function ChatRoom({ viewerId, page, actions: served, children, ...facts }: ChatRoomProps) {
  const [tabs] = useState(() => tabLine());
  const [onSignedOut] = useState(() => signInAgain());
  const [actions] = useState(() => chatActions(served, { onSignedOut, onChanged: tabs.tell }));
  const list = useListing(page, actions);
  const [spentMicros, setSpentMicros] = useLatest<Allowance, bigint>(facts.allowance, nothing, nothing);
  const [chosenModel, chooseModel] = useState<string>();
  const [drafts] = useState(() => draftBox(viewerId, browserStorage()));
  const [uploads] = useState(() => uploadShelf({ drafts, upload }));
  const [departure] = useState(() => newDeparture());
  const fresh = useFreshChat();
  const freshKey = fresh.key;

  const [store] = useState(() => chatStore());
  useNews({ store, drafts, uploads, list, actions, freshKey, now: facts.now, spend: setSpentMicros, onSignedOut });
  useElsewhere({ store, list, actions, tabs });
  useOpenTitle(list.listing);
  useOtherTabs(drafts);

  const room = {
    ...facts,
    actions,
    store,
    drafts,
    uploads,
    list,
    departure,
    spentMicros,
    fresh,
    freshKey,
    chosenModel,
    chooseModel,
  };
  return <RoomContext value={room}>{children}</RoomContext>;
}

const nothing = () => 0n;

/** What another tab sent out of the queue does not wait in this one. */
function useOtherTabs(drafts: DraftBox): void {
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => drafts.noteStored(key);
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [drafts]);
}

/** What sends files comes with the first of them. */
const upload: UploadFile = async (file, options) => {
  const { uploadSized } = await patiently(() => import("@/components/chat/composer/sized-upload"));
  return uploadSized(file, options);
};

/** None on the server, and where the browser forbids it. */
function browserStorage(): Storage | undefined {
  try {
    return globalThis.window?.localStorage;
  } catch {
    // Reading the property is what is forbidden. Drafts then last as long as the page.
    return undefined;
  }
}
