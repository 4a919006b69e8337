import { useRouter } from "next/navigation";
import type { Answer } from "@/components/chat/room/chat-actions";
import { useRoom } from "@/components/chat/room/chat-room";
import { conversationIn, NEW_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import { toasts } from "@/components/ui/toast-box";
import type { ConversationSummary } from "@/lib/chat/schema";
import { answerOf } from "./use-attempt";
import { usePath } from "@/components/ui/use-path";

/** Told when a conversation left the list it stood in, or came back to it. */
export type OnGone = (id: string, isGone: boolean) => void;

/** What can be done with a conversation from a menu: at once, said in a line, and with a way back. */
export function useConversationActions(onGone: OnGone = noOneAsks) {
  const { list } = useRoom();
  const { push } = useRouter();
  const open = conversationIn(usePath());

  /** Tries it; a failure is told in the server's words. Whether it worked. */
  async function tried(answering: Promise<Answer>): Promise<boolean> {
    const answer = await answerOf(answering);
    if (!answer.ok) toasts.show({ text: answer.message, tone: "bad" });
    return answer.ok;
  }

  async function takeAway(conversation: ConversationSummary, way: Way): Promise<void> {
    if (!(await tried(way.go(conversation)))) return;
    onGone(conversation.id, true);
    if (conversation.id === open && way.leaves) push(NEW_CHAT_PATH);
    toasts.show({
      text: `${way.done} “${conversation.title}”.`,
      action: { label: "Undo", run: () => void bringBack(conversation, way) },
    });
  }

  async function bringBack(conversation: ConversationSummary, way: Way): Promise<void> {
    if (!(await tried(way.back(conversation)))) return;
    onGone(conversation.id, false);
    if (conversation.id === open && way.leaves) push(`${NEW_CHAT_PATH}/${conversation.id}`);
    // Not a refresh of the page: what it reads may be older than what is done next, and would undo it on the screen.
    else await list.reload();
  }

  return {
    pin: async ({ id, isPinned }: ConversationSummary) => void (await tried(list.pin(id, !isPinned))),
    archive: (conversation: ConversationSummary) =>
      takeAway(conversation, { go: list.archive, back: list.unarchive, done: "Archived", leaves: true }),
    unarchive: (conversation: ConversationSummary) =>
      takeAway(conversation, { go: list.unarchive, back: list.archive, done: "Back in the list:", leaves: false }),
    remove: (conversation: ConversationSummary) =>
      takeAway(conversation, { go: list.remove, back: list.restore, done: "Deleted", leaves: true }),
    async copyLink({ id }: Pick<ConversationSummary, "id">): Promise<void> {
      const link = `${window.location.origin}${NEW_CHAT_PATH}/${id}`;
      await navigator.clipboard.writeText(link).then(
        () => toasts.show({ text: "Link copied. It opens for you alone." }),
        () => toasts.show({ text: `Copying was not allowed. The link is ${link}`, tone: "bad" }),
      );
    },
  };
}

const noOneAsks = () => {};

type Way = {
  go: (conversation: ConversationSummary) => Promise<Answer>;
  back: (conversation: ConversationSummary) => Promise<Answer>;
  /** What is said when it is done, before the title. */
  done: string;
  /** The screen that shows it is left. */
  leaves: boolean;
};
