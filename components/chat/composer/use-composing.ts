import type { RefObject } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import type { Conversation } from "@/components/chat/state/conversation";
import { NEW_DRAFT, requestFor } from "@/components/chat/state/draft-box";
import type { SendMessage } from "@/lib/chat/schema";
import { chosenModel, modelChoices } from "./model-choice";
import { useDraft } from "./use-draft";

type Composing = { conversationKey: string; conversation: Conversation; area: RefObject<HTMLTextAreaElement | null> };

/** What is being written in a conversation, to which model, and how it is sent. */
export function useComposing({ conversationKey, conversation, area }: Composing) {
  const { store, drafts, models, allowance, chosenModel: wish } = useRoom();
  const { id, messages, turn } = conversation;
  const draftKey = id ?? NEW_DRAFT;
  const draft = useDraft(draftKey, area);
  const choices = modelChoices(models, allowance.plan);
  const chosen = chosenModel(choices, [wish, messages.findLast(({ model }) => model)?.model]);
  const text = draft.text.trim();

  function send(request: SendMessage): void {
    // A branch is asked from the thread; everything else leaves the composer.
    if (request.parentId === undefined) drafts.post(draftKey, request);
    store.send(conversationKey, request, messages);
  }

  function sendText(): void {
    const place = { ...(id ? { conversationId: id } : {}), ...(chosen ? { model: chosen.id } : {}) };
    send(requestFor({ ...draft, text }, place));
  }

  const branch = turn.state === "refused" && turn.request.parentId !== undefined ? turn.request : undefined;
  return {
    text: draft.text,
    type: (typed: string) => drafts.type(draftKey, typed),
    choices,
    chosen,
    sendText,
    /** Sends what was refused; nothing when the person has taken it out again. */
    sendAgain: branch ? () => send(branch) : text === "" ? undefined : sendText,
  };
}
