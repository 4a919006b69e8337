import { useCallback, useMemo } from "react";
import {
  withFirstPage,
  withNextPage,
  without,
  withPin,
  withReturned,
  withTitle,
  withWritten,
} from "@/components/chat/list/listing";
import type { ConversationPage, ConversationSummary } from "@/lib/chat/schema";
import type { Answer, ChatActions } from "./chat-actions";
import { useLatest } from "./use-latest";

export type ListingControl = ReturnType<typeof useListing>;

type Change = (listing: ConversationPage) => ConversationPage;

/** The list of conversations, and everything that changes it: here once the server has done it. */
export function useListing(page: ConversationPage, actions: ChatActions) {
  const [listing, setListing] = useLatest(page, (first) => first, withFirstPage);
  const { cursor } = listing;

  const loadMore = useCallback(async () => {
    if (cursor === undefined) return;
    const next = await actions.list(cursor);
    setListing((current) => withNextPage(current, next));
  }, [actions, cursor, setListing]);

  const changes = useMemo(() => {
    async function then(answering: Promise<Answer>, change: Change): Promise<Answer> {
      const answer = await answering;
      if (answer.ok) setListing(change);
      return answer;
    }
    return {
      async reload(): Promise<void> {
        try {
          const first = await actions.list();
          setListing((current) => withFirstPage(current, first));
        } catch {
          // Behind the scenes, and right again with the next page that is opened: no one's concern.
        }
      },
      noteWritten: (written: Parameters<typeof withWritten>[1]) =>
        setListing((current) => withWritten(current, written)),
      rename: (id: string, title: string) =>
        then(actions.rename({ conversationId: id, title }), (list) => withTitle(list, { id, title: title.trim() })),
      pin: (id: string, isPinned: boolean) =>
        then(actions.pin({ conversationId: id, pinned: isPinned }), (list) => withPin(list, { id, isPinned })),
      archive: ({ id }: ConversationSummary) =>
        then(actions.archive({ conversationId: id, archived: true }), (list) => without(list, id)),
      unarchive: (conversation: ConversationSummary) =>
        then(actions.archive({ conversationId: conversation.id, archived: false }), (list) =>
          withReturned(without(list, conversation.id), { ...conversation, isArchived: false }),
        ),
      remove: ({ id }: ConversationSummary) =>
        then(actions.remove({ conversationId: id }), (list) => without(list, id)),
      restore: (conversation: ConversationSummary) =>
        then(actions.restore({ conversationId: conversation.id }), (list) =>
          conversation.isArchived ? list : withReturned(without(list, conversation.id), conversation),
        ),
      find: (query: string) => actions.find({ query }),
      listArchived: (after?: string) => actions.listArchived(after),
    };
  }, [actions, setListing]);

  /** Whether it stands in what is loaded of the list, where nothing archived is. */
  const has = (id: string) => listing.conversations.some((each) => each.id === id);
  return { listing, has, loadMore, ...changes };
}
