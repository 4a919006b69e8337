import { useEffect } from "react";
import { firstWords } from "@/components/chat/list/listing";
import type { ChatNews, ChatStore } from "@/components/chat/state/chat-store";
import { type Conversation, isMessage } from "@/components/chat/state/conversation";
import { type DraftBox, NEW_DRAFT, TEMPORARY_DRAFT } from "@/components/chat/state/draft-box";
import { mayGoOn, nextQueued } from "@/components/chat/state/queue";
import { shownMessages, withStored } from "@/components/chat/state/shown";
import type { UploadShelf } from "@/components/chat/state/upload-shelf";
import type { ChatRequest } from "@/lib/chat/schema";
import { type ChatActions, SIGNED_OUT } from "./chat-actions";
import { NEW_CHAT_PATH } from "./use-fresh-key";
import { titled } from "./use-open-title";
import type { ListingControl } from "./use-listing";

type Surroundings = {
  store: Pick<ChatStore, "send" | "change" | "find">;
  drafts: DraftBox;
  uploads: Pick<UploadShelf, "move">;
  list: Pick<ListingControl, "has" | "noteWritten" | "reload">;
  actions: Pick<ChatActions, "path">;
  /** The conversation that `/chat` shows. */
  freshKey: string;
  now: Date;
  spend: (change: (beforeMicros: bigint) => bigint) => void;
  onSignedOut: () => void;
  place?: typeof browserPlace;
  wait?: (work: () => void, ms: number) => unknown;
};

/** Where the person is, and the way to where they will be. */
const browserPlace = {
  isNewChat: () => window.location.pathname === NEW_CHAT_PATH,
  /** Its own address from now on, without asking the server for what is already on the screen. */
  become(conversationId: string, title: string): void {
    window.history.replaceState(null, "", `${NEW_CHAT_PATH}/${conversationId}`);
    document.title = titled(document.title, title);
  },
};

/** What happens around an answer when it starts, ends or is refused. */
export function useNews(around: Surroundings & { store: Pick<ChatStore, "onNews"> }): void {
  useEffect(() => around.store.onNews((news) => hear(news, around)));
}

export function hear(news: ChatNews, around: Surroundings): void {
  switch (news.type) {
    case "started":
      return begin(news, around);
    case "refused":
      return refuse(news, around);
    default:
      return end(news, around);
  }
}

type News<Type> = Extract<ChatNews, { type: Type }>;

function begin(news: News<"started">, around: Surroundings): void {
  const { drafts, uploads, list, freshKey, now, place = browserPlace } = around;
  const { conversationId, request } = news;
  if (!isMessage(request)) return noteWritten({ id: conversationId, message: "", at: now }, list);
  const isOpen = news.key === freshKey && !request.temporary && place.isNewChat();
  drafts.started(draftKeyOf(request), request, request.temporary ? {} : { conversationId, isOpen });
  if (request.temporary) return;
  if (request.conversationId) noteWritten({ id: conversationId, message: request.message, at: now }, list);
  else list.noteWritten({ id: conversationId, message: request.message, at: now });
  if (!isOpen) return;
  uploads.move(NEW_DRAFT, conversationId);
  place.become(conversationId, firstWords(request.message));
}

/** Of one that was further down, or archived until now, the list knows no name. */
function noteWritten(written: Parameters<ListingControl["noteWritten"]>[0], list: Surroundings["list"]): void {
  if (list.has(written.id)) list.noteWritten(written);
  else void list.reload();
}

/** What was written is stored before the page is left; a chat that is stored nowhere stays, with a link to sign in. */
function refuse({ request, code }: News<"refused">, { drafts, onSignedOut }: Surroundings): void {
  drafts.refused(draftKeyOf(request));
  if (code === SIGNED_OUT && !(isMessage(request) && request.temporary)) onSignedOut();
}

function end({ key, conversation, request }: News<"ended">, around: Surroundings): void {
  const last = conversation.messages.at(-1);
  const costMicros = BigInt(last?.receipt?.costMicros ?? 0);
  // What somebody else began stood in the allowance as reserved when the page was made.
  if (request) around.spend((beforeMicros) => beforeMicros + costMicros);
  if (!conversation.isTemporary) lookForNews(conversation, around);
  if (last?.errorCode === SIGNED_OUT && !conversation.isTemporary) return around.onSignedOut();
  if (!sendNext(key, conversation, around)) void learn(key, conversation, around);
}

/** A conversation that has just begun gets its name from the model a moment after its first answer. */
const NAMED_AFTER_MS = [1_500, 5_000];

function lookForNews({ messages }: Conversation, { list, wait = setTimeout }: Surroundings): void {
  void list.reload();
  if (messages.length > 2) return;
  for (const ms of NAMED_AFTER_MS) wait(() => void list.reload(), ms);
}

/** What was queued goes out after an answer that is whole, wherever one looks by then; after any other one asks. */
function sendNext(key: string, conversation: Conversation, { store, drafts }: Surroundings): boolean {
  const draftKey = conversation.isTemporary ? TEMPORARY_DRAFT : conversation.id;
  const queued = draftKey && mayGoOn(conversation) ? nextQueued(drafts.read(draftKey), conversation) : undefined;
  if (!queued) return false;
  store.send(key, queued.request, { from: conversation, attachments: queued.files ?? [] });
  return true;
}

/** Takes in what only the server knows of the messages: their ids, versions and times. */
async function learn(key: string, conversation: Conversation, { store, actions }: Surroundings): Promise<void> {
  const { id: conversationId, isTemporary, messages } = conversation;
  const messageId = messages.at(-1)?.id;
  if (isTemporary || !conversationId || !messageId) return;
  try {
    const page = await actions.path({ conversationId });
    // Another branch was opened elsewhere: what is shown here stays what is looked at here.
    if (!page.messages.some(({ id }) => id === messageId)) return;
    const part = { messages: shownMessages(page), hasOlder: page.hasOlder };
    store.change(key, store.find(key) ?? conversation, (current) => withStored(current, part));
  } catch {
    // What was heard stands on the screen; the next answer, or the next visit, brings the rest.
  }
}

function draftKeyOf(request: ChatRequest): string {
  if (isMessage(request) && request.temporary) return TEMPORARY_DRAFT;
  return request.conversationId ?? NEW_DRAFT;
}
