import { useCallback } from "react";
import { withFirstPage, withNextPage, without, withTitle, withWritten } from "@/components/chat/list/listing";
import type { ConversationPage } from "@/lib/chat/schema";
import type { ChatActions } from "./chat-actions";
import { useLatest } from "./use-latest";

export type ListingControl = ReturnType<typeof useListing>;

/** The list of conversations, and everything that changes it. */
export function useListing(page: ConversationPage, actions: ChatActions) {
  const [listing, setListing] = useLatest(page, (first) => first, withFirstPage);
  const { cursor } = listing;

  const loadMore = useCallback(async () => {
    if (cursor === undefined) return;
    const next = await actions.list(cursor);
    setListing((current) => withNextPage(current, next));
  }, [actions, cursor, setListing]);

  const reload = useCallback(async () => {
    try {
      const first = await actions.list();
      setListing((current) => withFirstPage(current, first));
    } catch {
      // Behind the scenes, and right again with the next page that is opened: no one's concern.
    }
  }, [actions, setListing]);

  const noteWritten = useCallback(
    (written: Parameters<typeof withWritten>[1]) => setListing((current) => withWritten(current, written)),
    [setListing],
  );

  const rename = useCallback(
    async (id: string, title: string) => {
      const answer = await actions.rename({ conversationId: id, title });
      if (answer.ok) setListing((current) => withTitle(current, { id, title: title.trim() }));
      return answer;
    },
    [actions, setListing],
  );

  const remove = useCallback(
    async (id: string) => {
      const answer = await actions.remove({ conversationId: id });
      if (answer.ok) setListing((current) => without(current, id));
      return answer;
    },
    [actions, setListing],
  );

  return { listing, loadMore, reload, noteWritten, rename, remove };
}
