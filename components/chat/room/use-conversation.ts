import { usePathname, useRouter } from "next/navigation";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type Conversation, isRunning, type ShownThread, shown } from "@/components/chat/state/conversation";
import { useRoom } from "./chat-room";
import { conversationIn } from "./use-fresh-key";

/** How often the page asks for what is stored of an answer that this browser does not hear itself. */
const POLL_MS = 2_000;

const NOTHING_LIVE = () => undefined;

/**
 * The conversation on the screen, and the key that its next message is sent under. The page at `/chat` becomes the
 * page of the conversation that begins on it, so its address decides.
 */
export function useConversation(thread: ShownThread | undefined): { key: string; conversation: Conversation } {
  const { store, freshKey } = useRoom();
  const idInPath = conversationIn(usePathname());
  const key = thread?.id ?? idInPath ?? freshKey;
  const live = useSyncExternalStore(store.subscribe, () => store.find(key), NOTHING_LIVE);
  const conversation = useMemo(() => shown(live, thread), [live, thread]);

  const isUnknown = thread === undefined && live === undefined && idInPath !== undefined;
  useStored(conversation, isUnknown);
  return { key, conversation };
}

/** Reads the page again when the server knows more: while it writes what no one here hears, or where we know too little. */
function useStored(conversation: Conversation, isUnknown: boolean): void {
  const { refresh } = useRouter();
  const last = conversation.messages.at(-1);
  const isWrittenElsewhere = last?.status === "streaming" && !isRunning(conversation);
  useEffect(() => {
    if (!isWrittenElsewhere) return undefined;
    const timer = setInterval(refresh, POLL_MS);
    return () => clearInterval(timer);
  }, [isWrittenElsewhere, refresh]);

  // To ask again the parent of a question is needed, and only the server knows the root above a first one.
  const needsParent = last?.problem !== undefined && parentOfLastQuestion(conversation) === undefined;
  useEffect(() => {
    if (needsParent || isUnknown) refresh();
  }, [needsParent, isUnknown, refresh]);
}

/** What the last question answers to: where to branch off to ask it again. */
export function parentOfLastQuestion({ messages }: Conversation): string | undefined {
  return messages.at(-2)?.parentId ?? messages.at(-3)?.id;
}
