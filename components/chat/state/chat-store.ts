import { postMessage } from "@/components/chat/stream/post-message";
import { SendFailure, unreachable } from "@/components/chat/stream/send-failure";
import type { ChatEvent, SendMessage } from "@/lib/chat/schema";
import { asked, broken, type Conversation, heard, isRunning, type ShownMessage } from "./conversation";

/** What a running answer tells the screen around it. `key` is the one that it was sent under. */
export type ChatNews =
  | { type: "started"; key: string; conversationId: string; request: SendMessage }
  | { type: "ended"; conversation: Conversation }
  | { type: "refused"; key: string; request: SendMessage };

type StoreOptions = {
  /** Runs the callback before the next frame of the screen; what arrives until then becomes one change. */
  schedule?: (callback: () => void) => void;
  post?: typeof postMessage;
};

export type ChatStore = ReturnType<typeof chatStore>;

/**
 * The conversations that are being answered, or were since the page was loaded. It lives above the screens, so that
 * an answer goes on arriving while another conversation is looked at. A new conversation is found under the key it
 * was sent with, and under its own id once it has one.
 */
export function chatStore({ schedule = nextFrame, post = postMessage }: StoreOptions = {}) {
  const conversations = new Map<string, Conversation>();
  const ids = new Map<string, string>();
  const listeners = new Set<() => void>();
  const reporters = new Set<(news: ChatNews) => void>();

  const find = (key: string) => conversations.get(ids.get(key) ?? key);

  function tell(news: ChatNews): void {
    for (const report of reporters) report(news);
  }

  function put(key: string, conversation: Conversation): Conversation {
    if (conversation.id && conversation.id !== key) {
      ids.set(key, conversation.id);
      conversations.delete(key);
    }
    conversations.set(conversation.id ?? key, conversation);
    for (const listener of listeners) listener();
    return conversation;
  }

  async function listen(key: string, request: SendMessage): Promise<void> {
    const take = (events: ChatEvent[]) => {
      const start = events.find(({ type }) => type === "start");
      const conversation = put(key, heard(find(key) ?? asked([], request), events));
      // After the state, so that whoever follows the news finds the conversation under its id.
      if (start?.type === "start") tell({ type: "started", key, conversationId: start.conversationId, request });
      return conversation;
    };
    const batch = batched(take, schedule);
    try {
      for await (const events of post(request)) batch.add(events);
      batch.flush();
      settle(key, request, unreachable(undefined));
    } catch (thrown) {
      batch.flush();
      settle(key, request, thrown instanceof SendFailure ? thrown : unreachable(thrown));
    }
  }

  /** A stream that ended without `done` or `error` was broken off; after one of them this changes nothing. */
  function settle(key: string, request: SendMessage, failure: SendFailure): void {
    const conversation = put(key, broken(find(key) ?? asked([], request), failure));
    tell(conversation.turn.state === "refused" ? { type: "refused", key, request } : { type: "ended", conversation });
  }

  return {
    find,
    subscribe: (listener: () => void) => joined(listeners, listener),
    /** Tells the news, once each, to whoever listens when they happen. */
    onNews: (report: (news: ChatNews) => void) => joined(reporters, report),
    /** Asks below `messages`, what the screen shows now. While an answer is running it does nothing. */
    send(key: string, request: SendMessage, messages: ShownMessage[]): void {
      const running = find(key);
      if (running && isRunning(running)) return;
      put(key, asked(messages, request));
      void listen(key, request);
    },
  };
}

/** Returns the way out. */
function joined<Member>(members: Set<Member>, member: Member): () => void {
  members.add(member);
  return () => void members.delete(member);
}

function batched(take: (events: ChatEvent[]) => void, schedule: (callback: () => void) => void) {
  let waiting: ChatEvent[] = [];
  function flush() {
    const events = waiting;
    waiting = [];
    if (events.length > 0) take(events);
  }
  return {
    flush,
    add(events: ChatEvent[]) {
      if (waiting.length === 0) schedule(flush);
      waiting.push(...events);
    },
  };
}

const HIDDEN_FRAME_MS = 200;

/** A hidden page gets no frames, and its answer arrives all the same. */
function nextFrame(callback: () => void): void {
  if (document.hidden) setTimeout(callback, HIDDEN_FRAME_MS);
  else requestAnimationFrame(callback);
}
