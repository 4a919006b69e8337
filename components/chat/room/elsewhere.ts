import type { ChatStore } from "@/components/chat/state/chat-store";
import { EMPTY, isRunning } from "@/components/chat/state/conversation";
import { withPathOfNow } from "@/components/chat/state/shown";
import { type ChatActions, Refused } from "./chat-actions";
import type { TabNews } from "./tab-line";
import type { ListingControl } from "./use-listing";

type Surroundings = {
  store: Pick<ChatStore, "change" | "find">;
  list: () => Pick<ListingControl, "reload">;
  actions: Pick<ChatActions, "path">;
  /** The conversation on the screen. */
  openId: () => string | undefined;
  isHidden: () => boolean;
  /** It was deleted. */
  onGone: () => void;
};

/** Whoever was away for so long may have written on another device meanwhile. */
const AWAY_MS = 30_000;

/** Keeps a tab level with what happens in other tabs and on other devices. A hidden one waits until it is looked at. */
export function elsewhere({ store, list, actions, openId, isHidden, onGone }: Surroundings) {
  let isBehind = false;
  let hiddenAtMs: number | undefined;

  /** What an answer changes is read at its end by whoever listens to it. */
  async function read(id: string): Promise<void> {
    if (isRunning(store.find(id) ?? EMPTY)) return;
    try {
      const page = await actions.path({ conversationId: id });
      store.change(id, store.find(id) ?? { ...EMPTY, id }, (current) => withPathOfNow(current, page));
    } catch (thrown) {
      if (thrown instanceof Refused && thrown.code === "not_found" && openId() === id) onGone();
    }
  }

  return {
    hear({ type, conversationId }: TabNews): void {
      if (isHidden()) {
        isBehind = true;
        return;
      }
      void list().reload();
      if (conversationId !== openId()) return;
      if (type === "deleted") onGone();
      else if (type !== "renamed") void read(conversationId);
    },
    /** The tab was hidden, or is looked at again. `atMs` is of any clock that does not jump. */
    noteVisibility(atMs: number): void {
      if (isHidden()) {
        hiddenAtMs = atMs;
        return;
      }
      const wasLong = hiddenAtMs !== undefined && atMs - hiddenAtMs > AWAY_MS;
      hiddenAtMs = undefined;
      if (!isBehind && !wasLong) return;
      isBehind = false;
      void list().reload();
      const id = openId();
      if (id !== undefined) void read(id);
    },
  };
}
