import { type RefObject, useLayoutEffect, useSyncExternalStore } from "react";
import { useDesk } from "@/components/chat/room/use-desk";
import { type Draft, NO_DRAFT } from "@/components/chat/state/draft";

/** What is being written in a conversation. Stored drafts appear once the page lives; the server knows none. */
export function useDraft(key: string, area: RefObject<HTMLTextAreaElement | null>): Draft {
  const { drafts } = useDesk();
  const draft = useSyncExternalStore(
    drafts.subscribe,
    () => drafts.read(key),
    () => NO_DRAFT,
  );

  // What was typed before the page's script had arrived stands in the field and nowhere else.
  useLayoutEffect(() => {
    const typed = area.current?.value ?? "";
    if (typed !== "" && drafts.read(key).text === "") drafts.type(key, typed);
    // oxlint-disable-next-line react/exhaustive-deps -- once, when the page comes alive
  }, []);

  return draft;
}
