import type { TabNews } from "./tab-line";
import type { ListingControl } from "./use-listing";

type Surroundings = {
  list: () => Pick<ListingControl, "reload">;
  /** The conversation on the screen. */
  openId: () => string | undefined;
  /** Takes in what became of it. */
  read: (id: string) => void;
  isHidden: () => boolean;
  /** It was deleted. */
  onGone: () => void;
};

/** Whoever was away for so long may have written on another device meanwhile. */
const AWAY_MS = 30_000;

/** Keeps a tab level with what happens in other tabs and on other devices. A hidden one waits until it is looked at. */
export function elsewhere({ list, openId, read, isHidden, onGone }: Surroundings) {
  let isBehind = false;
  let hiddenAtMs: number | undefined;

  return {
    hear({ type, conversationId }: TabNews): void {
      if (isHidden()) {
        isBehind = true;
        return;
      }
      void list().reload();
      if (conversationId !== openId()) return;
      if (type === "deleted") onGone();
      else if (type !== "renamed") read(conversationId);
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
      if (id !== undefined) read(id);
    },
  };
}
