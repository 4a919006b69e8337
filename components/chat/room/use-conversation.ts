import { useRouter } from "next/navigation";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type Conversation, isRunning, type ShownThread } from "@/components/chat/state/conversation";
import { NEW_DRAFT, TEMPORARY_DRAFT } from "@/components/chat/state/draft-box";
import { shown } from "@/components/chat/state/shown";
import { useRoom } from "./chat-room";
import { useDesk } from "./use-desk";
import { conversationIn } from "./use-fresh-key";
import { usePath } from "@/components/ui/use-path";

const NOTHING_LIVE = () => undefined;

export type OpenChat = {
  /** What its next message is sent under. */
  key: string;
  /** What is being written in it is kept under this. */
  draftKey: string;
  isTemporary: boolean;
  conversation: Conversation;
};

/**
 * The conversation on the screen. The page at `/chat` becomes the page of the conversation that begins on it, so its
 * address decides.
 */
export function useConversation(thread: ShownThread | undefined): OpenChat {
  const { fresh } = useRoom();
  const { store } = useDesk();
  const idInPath = conversationIn(usePath());
  const key = thread?.id ?? idInPath ?? fresh.key;
  const live = useSyncExternalStore(store.subscribe, () => store.find(key), NOTHING_LIVE);
  const conversation = useMemo(() => shown(live, thread), [live, thread]);
  const isFresh = thread === undefined && idInPath === undefined;
  const isTemporary = isFresh && fresh.isTemporary;
  useStored(key, conversation, thread === undefined && live === undefined && !isFresh);
  return { key, draftKey: draftKeyOf(conversation.id ?? idInPath, isTemporary), isTemporary, conversation };
}

function draftKeyOf(id: string | undefined, isTemporary: boolean): string {
  return id ?? (isTemporary ? TEMPORARY_DRAFT : NEW_DRAFT);
}

/** Listens on to an answer that is being written and not heard here, and reads a page that we know nothing of. */
function useStored(key: string, conversation: Conversation, isUnknown: boolean): void {
  const { store } = useDesk();
  const { refresh } = useRouter();
  const isUnheard = conversation.messages.at(-1)?.status === "streaming" && !isRunning(conversation);
  useEffect(() => {
    if (isUnheard) store.join(key, conversation);
  }, [isUnheard, store, key, conversation]);

  useEffect(() => {
    if (isUnknown) refresh();
  }, [isUnknown, refresh]);
}
