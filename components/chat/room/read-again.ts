import type { ChatStore } from "@/components/chat/state/chat-store";
import { EMPTY, isRunning } from "@/components/chat/state/conversation";
import { withPathOfNow } from "@/components/chat/state/shown";
import { type ChatActions, Refused } from "./chat-actions";

export type Rereading = {
  actions: Pick<ChatActions, "path">;
  /** The conversation on the screen. */
  openId: () => string | undefined;
  /** It was deleted. */
  onGone: () => void;
};

/** Takes in what became of a conversation elsewhere. What an answer changes is read at its end by whoever listens to it. */
export async function readAgain(
  id: string,
  { store, actions, openId, onGone }: Rereading & { store: Pick<ChatStore, "change" | "find"> },
): Promise<void> {
  if (isRunning(store.find(id) ?? EMPTY)) return;
  try {
    const page = await actions.path({ conversationId: id });
    store.change(id, store.find(id) ?? { ...EMPTY, id }, (current) => withPathOfNow(current, page));
  } catch (thrown) {
    if (thrown instanceof Refused && thrown.code === "not_found" && openId() === id) onGone();
  }
}
