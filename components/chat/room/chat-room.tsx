"use client";

import {
  type ComponentType,
  createContext,
  type Dispatch,
  type ReactNode,
  type SetStateAction,
  use,
  useState,
} from "react";
import type { ConversationPage } from "@/lib/chat/schema";
import type { Allowance, ModelOption } from "@/lib/usage/schema";
import { type ChatActions, chatActions, type ServedActions } from "./chat-actions";
import { type Departure, departure as newDeparture } from "./departure";
import { type DeskPlace, deskPlace } from "./desk-place";
import { signInAgain } from "./sign-in-again";
import { type TabLine, tabLine } from "./tab-line";
import { useElsewhere } from "./use-elsewhere";
import { type FreshChat, useFreshChat } from "./use-fresh-key";
import { useLatest } from "./use-latest";
import { type ListingControl, useListing } from "./use-listing";
import { useOpenTitle } from "./use-open-title";

/** What the screens are told and do not change. */
type RoomFacts = {
  /** Whose drafts these are. */
  viewerId: string;
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
  list: ListingControl;
  tabs: TabLine;
  onSignedOut: () => void;
  place: DeskPlace;
  /** Draws what hears of the desk, from then on and whatever page is open. */
  keep: Dispatch<SetStateAction<ComponentType | undefined>>;
  /** By way of it one leaves the screen, unless by a link. */
  departure: Departure;
  /** Settled since the allowance was read. */
  spentMicros: bigint;
  spend: Dispatch<SetStateAction<bigint>>;
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
  /** The first page of the list. */
  page: ConversationPage;
  actions: ServedActions;
  children: ReactNode;
};

/**
 * What every screen of the app shares of the chat: the list, and a place for the desk. It stands above the pages, so
 * that an answer goes on arriving while another page is open.
 */
export function ChatRoom({ page, actions: served, children, ...facts }: ChatRoomProps) {
  const [tabs] = useState(() => tabLine());
  const [onSignedOut] = useState(() => signInAgain());
  const [actions] = useState(() => chatActions(served, { onSignedOut, onChanged: tabs.tell }));
  const list = useListing(page, actions);
  const [spentMicros, spend] = useLatest<Allowance, bigint>(facts.allowance, nothing, nothing);
  const [chosenModel, chooseModel] = useState<string>();
  const [departure] = useState(() => newDeparture());
  const fresh = useFreshChat();
  const [place] = useState(() => deskPlace());
  const [Keeper, keep] = useState<ComponentType>();
  useElsewhere({ place, list, actions, tabs });
  useOpenTitle(list.listing);
  const room = {
    ...facts,
    actions,
    list,
    tabs,
    onSignedOut,
    place,
    keep,
    departure,
    spentMicros,
    spend,
    fresh,
    freshKey: fresh.key,
    chosenModel,
    chooseModel,
  };
  return (
    <RoomContext value={room}>
      {children}
      {Keeper ? <Keeper /> : null}
    </RoomContext>
  );
}

const nothing = () => 0n;
