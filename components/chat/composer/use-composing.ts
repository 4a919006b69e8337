import { type RefObject, useSyncExternalStore } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import { useDesk } from "@/components/chat/room/use-desk";
import type { OpenChat } from "@/components/chat/room/use-conversation";
import { historyOf } from "@/components/chat/state/asking";
import { isRunning } from "@/components/chat/state/conversation";
import { type Draft, type Queued, requestFor } from "@/components/chat/state/draft";
import { nextQueued, placeOf, waitingIn } from "@/components/chat/state/queue";
import type { Upload } from "@/components/chat/state/upload-shelf";
import type { ChatRequest } from "@/lib/chat/schema";
import { chosenModel, modelChoices } from "./model-choice";
import { useDraft } from "./use-draft";

export type Composing = ReturnType<typeof useComposing>;

const NO_UPLOADS: Upload[] = [];

/** What is being written in a conversation, to which model, and how it is sent. */
export function useComposing(chat: OpenChat, area: RefObject<HTMLTextAreaElement | null>) {
  const { key, draftKey, conversation, isTemporary } = chat;
  const { models, allowance, chosenModel: wish } = useRoom();
  const { store, drafts, uploads: shelf } = useDesk();
  const { id, messages, turn } = conversation;
  const draft = useDraft(draftKey, area);
  const uploads = useSyncExternalStore(
    shelf.subscribe,
    () => shelf.read(draftKey),
    () => NO_UPLOADS,
  );
  const choices = modelChoices(models, allowance.plan);
  const chosen = chosenModel(choices, [wish, messages.findLast(({ model }) => model)?.model]);
  const settings = (id ? conversation.settings : draft.settings) ?? {};
  const text = draft.text.trim();

  /** The request for what is written, to the model that is chosen or to another. */
  function written(model = chosen?.id) {
    const { temperatureCenti, ...plain } = settings;
    const asksFor = chosen?.hasTemperature && temperatureCenti !== undefined ? { ...plain, temperatureCenti } : plain;
    return requestFor(
      { ...draft, text },
      {
        ...(id ? placeOf(conversation) : asksFor),
        ...(model ? { model } : {}),
        ...(isTemporary ? { temporary: { history: historyOf(messages) } } : {}),
      },
    );
  }

  function post(request: ReturnType<typeof written>): void {
    const { files = [] } = draft;
    drafts.post(draftKey, request, files);
    store.send(key, request, { from: conversation, attachments: files });
  }

  /** While an answer runs it waits for it. */
  function sendText(): void {
    const { files = [] } = draft;
    shelf.clearRefused(draftKey);
    if (isRunning(conversation)) drafts.queue(draftKey, { request: written(), files });
    else post(written());
  }

  const queue = waitingIn(draft, conversation);
  function sendQueued(): void {
    const next = nextQueued(draft, conversation);
    if (next) store.send(key, next.request, { from: conversation, attachments: next.files ?? [] });
  }

  const resend = (request: ChatRequest) => store.send(key, request, { from: conversation });
  return {
    draft,
    settings,
    uploads,
    queue,
    choices,
    chosen,
    sendText,
    sendQueued,
    stop: () => store.stop(key),
    /** Sends what was refused; nothing when the person has taken it out again. */
    sendAgain: againWith({ turn, draft, resend, sendText, queue, sendQueued }),
    sendShortened: () => post({ ...written(), clientRequestId: crypto.randomUUID(), trimFiles: true }),
    sendTo: (model: string) => post({ ...written(model), clientRequestId: crypto.randomUUID() }),
  };
}

type Again = {
  turn: OpenChat["conversation"]["turn"];
  draft: Draft;
  resend: (request: ChatRequest) => void;
  sendText: () => void;
  queue: readonly Queued[];
  sendQueued: () => void;
};

/** A branch was asked from the thread, a queued message lies in the queue, and everything else is in the field again. */
export function againWith({ turn, draft, resend, sendText, queue, sendQueued }: Again): (() => void) | undefined {
  if (turn.state !== "refused") return undefined;
  const { request } = turn;
  const { clientRequestId } = request;
  if (queue.some((queued) => queued.request.clientRequestId === clientRequestId)) return sendQueued;
  if (draft.unsent?.clientRequestId !== clientRequestId) return () => resend(request);
  return draft.text.trim() === "" ? undefined : sendText;
}
