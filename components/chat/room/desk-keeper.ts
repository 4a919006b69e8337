import { useEffect, useLayoutEffect } from "react";
import type { ChatStore } from "@/components/chat/state/chat-store";
import type { DraftBox } from "@/components/chat/state/draft-box";
import { useRoom } from "./chat-room";
import { type TabLine, tabNewsOf } from "./tab-line";
import { useDesk } from "./use-desk";
import { useNews } from "./use-news";

/** Has the room keep the desk from now on, also while pages are open that are no chat. */
export function useKeeper(): void {
  const { keep } = useRoom();
  useLayoutEffect(() => keep(() => DeskKeeper), [keep]);
}

/** Stands in the room itself, and hears what happens at the desk whatever page is open. */
function DeskKeeper() {
  const { actions, list, tabs, freshKey, now, spend, onSignedOut } = useRoom();
  const { store, drafts, uploads } = useDesk();
  useNews({ store, drafts, uploads, list, actions, freshKey, now, spend, onSignedOut });
  useTelling(store, tabs);
  useOtherTabs(drafts);
  return null;
}

/** Tells other tabs what is answered in this one. */
function useTelling(store: ChatStore, tabs: TabLine): void {
  useEffect(
    () =>
      store.onNews((news) => {
        const told = tabNewsOf(news);
        if (told) tabs.tell(told);
      }),
    [store, tabs],
  );
}

/** What another tab sent out of the queue does not wait in this one. */
function useOtherTabs(drafts: DraftBox): void {
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => drafts.noteStored(key);
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [drafts]);
}
