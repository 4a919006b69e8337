import { useRouter } from "next/navigation";
import { useEffect, useLayoutEffect, useRef } from "react";
import { toasts } from "@/components/ui/toast-box";
import type { ChatActions } from "./chat-actions";
import type { DeskPlace } from "./desk-place";
import { elsewhere } from "./elsewhere";
import type { TabLine } from "./tab-line";
import { conversationIn, NEW_CHAT_PATH } from "./use-fresh-key";
import type { ListingControl } from "./use-listing";

type Surroundings = { place: DeskPlace; list: ListingControl; actions: ChatActions; tabs: TabLine };

/** Takes in what happens in other tabs and on other devices. */
export function useElsewhere({ place, list, actions, tabs }: Surroundings): void {
  const { replace } = useRouter();
  const latest = useRef({ list, replace });
  useLayoutEffect(() => {
    latest.current = { list, replace };
  });
  useEffect(() => {
    const openId = () => conversationIn(window.location.pathname);
    function onGone(): void {
      toasts.show({ text: "That chat was deleted elsewhere." });
      latest.current.replace(NEW_CHAT_PATH);
    }
    const around = elsewhere({
      list: () => latest.current.list,
      openId,
      read: (id) => void place.opened.then((desk) => desk.readAgain(id, { actions, openId, onGone })),
      isHidden: () => document.hidden,
      onGone,
    });
    const onVisibility = ({ timeStamp }: Event) => around.noteVisibility(timeStamp);
    const leaveLine = tabs.listen(around.hear);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      leaveLine();
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [actions, place, tabs]);
}
