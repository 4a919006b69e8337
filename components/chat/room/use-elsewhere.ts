import { useRouter } from "next/navigation";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { ChatStore } from "@/components/chat/state/chat-store";
import { toasts } from "@/components/ui/toast-box";
import type { ChatActions } from "./chat-actions";
import { elsewhere } from "./elsewhere";
import { type TabLine, tabNewsOf } from "./tab-line";
import { conversationIn, NEW_CHAT_PATH } from "./use-fresh-key";
import type { ListingControl } from "./use-listing";

type Surroundings = { store: ChatStore; list: ListingControl; actions: ChatActions; tabs: TabLine };

/** Tells other tabs what happens in this one, and takes in what happens elsewhere. */
export function useElsewhere({ store, list, actions, tabs }: Surroundings): void {
  const { replace } = useRouter();
  const latest = useRef({ list, replace });
  useLayoutEffect(() => {
    latest.current = { list, replace };
  });
  useEffect(() => {
    const around = elsewhere({
      store,
      actions,
      list: () => latest.current.list,
      openId: () => conversationIn(window.location.pathname),
      isHidden: () => document.hidden,
      onGone() {
        toasts.show({ text: "That chat was deleted elsewhere." });
        latest.current.replace(NEW_CHAT_PATH);
      },
    });
    const onVisibility = ({ timeStamp }: Event) => around.noteVisibility(timeStamp);
    const leaveLine = tabs.listen(around.hear);
    const leaveStore = store.onNews((news) => {
      const told = tabNewsOf(news);
      if (told) tabs.tell(told);
    });
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      leaveLine();
      leaveStore();
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [actions, store, tabs]);
}
