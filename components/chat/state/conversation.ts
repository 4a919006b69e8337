import type { SendFailure } from "@/components/chat/stream/send-failure";
import type { ChatEvent, MessageReceipt, SendMessage, ThreadMessage } from "@/lib/chat/schema";

export type Receipt = MessageReceipt;

/** A message as the screen shows it. Without an id it is not known to be stored yet. */
export type ShownMessage = Partial<Omit<ThreadMessage, "createdAt">> &
  Pick<ThreadMessage, "role" | "status" | "content"> & {
    /** The sentence that says why an answer failed or broke off. */
    problem?: string;
  };

/** A stored conversation as the page loads it. */
export type ShownThread = { id: string; title: string; messages: ShownMessage[] };

export type Turn =
  | { state: "idle" }
  /** Posted; nothing was heard yet. `before` is what to show again if it is refused. */
  | { state: "sending"; request: SendMessage; before: ShownMessage[] }
  | { state: "streaming"; request: SendMessage }
  /** The connection broke, and the server goes on writing: what is stored tells the rest. */
  | { state: "lost" }
  /** As far as we know nothing was stored. Sending the same request again can not be paid for twice. */
  | { state: "refused"; request: SendMessage; failure: SendFailure };

/** What this browser knows of a conversation beyond what the page loaded. */
export type Conversation = { id?: string; messages: ShownMessage[]; turn: Turn };

export const EMPTY: Conversation = { messages: [], turn: { state: "idle" } };

export function isRunning({ turn }: Conversation): boolean {
  return turn.state === "sending" || turn.state === "streaming";
}

/** Shows the question and an empty answer at once. A parent starts a new branch: what came after it leaves the path. */
export function asked(messages: ShownMessage[], request: SendMessage): Conversation {
  const { conversationId, parentId, message, model } = request;
  const path = parentId === undefined ? messages : messages.slice(0, placeAfter(messages, parentId));
  return {
    ...(conversationId ? { id: conversationId } : {}),
    messages: [
      ...path,
      { role: "user", status: "complete", content: message },
      { role: "assistant", status: "streaming", content: "", ...(model ? { model } : {}) },
    ],
    turn: { state: "sending", request, before: messages },
  };
}

/** The place behind a message; a parent that is not on the path is the empty root above its first one. */
function placeAfter(messages: ShownMessage[], id: string): number {
  return messages.findIndex((message) => message.id === id) + 1;
}

/** Takes in what the stream said, a batch at a time: one new state for each frame of the screen. */
export function heard(conversation: Conversation, events: ChatEvent[]): Conversation {
  return events.reduce(step, joined(conversation, events));
}

/** Neighbouring deltas are one change of the text: a fast stream brings hundreds in a frame. */
function joined(conversation: Conversation, events: ChatEvent[]): Conversation {
  const text = events.map((event) => (event.type === "delta" ? event.text : "")).join("");
  return text === "" ? conversation : withAnswer(conversation, ({ content }) => ({ content: content + text }));
}

function step(conversation: Conversation, event: ChatEvent): Conversation {
  if (event.type === "start") return started(conversation, event);
  if (event.type === "delta") return conversation;
  if (event.type === "usage") {
    const { inputTokens, outputTokens, costMicros } = event;
    return withAnswer(conversation, () => ({ receipt: { inputTokens, outputTokens, costMicros } }));
  }
  const end = event.type === "done" ? completed(event.finishReason) : failed(event.message);
  return { ...withAnswer(conversation, () => end), turn: { state: "idle" } };
}

const completed = (finishReason: string) => ({ status: "complete", finishReason }) as const;
const failed = (problem: string) => ({ status: "failed", problem }) as const;

function started(conversation: Conversation, event: Extract<ChatEvent, { type: "start" }>): Conversation {
  const { turn } = conversation;
  return {
    ...withAnswer(conversation, () => ({ id: event.messageId })),
    id: event.conversationId,
    turn: turn.state === "sending" ? { state: "streaming", request: turn.request } : turn,
  };
}

function withAnswer(conversation: Conversation, change: (answer: ShownMessage) => Partial<ShownMessage>): Conversation {
  const answer = conversation.messages.at(-1);
  if (answer?.role !== "assistant") return conversation;
  return { ...conversation, messages: [...conversation.messages.slice(0, -1), { ...answer, ...change(answer) }] };
}

/** The stream ended without saying so. Before its start nothing is known to be stored, and the text goes back. */
export function broken(conversation: Conversation, failure: SendFailure): Conversation {
  const { turn } = conversation;
  if (turn.state === "sending") {
    return { ...conversation, messages: turn.before, turn: { state: "refused", request: turn.request, failure } };
  }
  return turn.state === "streaming" ? { ...conversation, turn: { state: "lost" } } : conversation;
}

/**
 * What the screen shows, out of what this browser heard and what the page loaded: the live one while it runs, and
 * afterwards the stored one as soon as it has the same answer. Receipts stay with their answers.
 */
export function shown(live: Conversation | undefined, thread: ShownThread | undefined): Conversation {
  if (thread === undefined) return live ?? EMPTY;
  if (live === undefined) return { id: thread.id, messages: thread.messages, turn: { state: "idle" } };
  if (isRunning(live) || !hasCaughtUp(thread, live)) return live;

  const receipts = new Map(live.messages.map(({ id, receipt }) => [id, receipt]));
  const messages = thread.messages.map((message) => {
    const receipt = message.receipt ?? receipts.get(message.id);
    return receipt ? { ...message, receipt } : message;
  });
  return { id: thread.id, messages, turn: live.turn.state === "lost" ? { state: "idle" } : live.turn };
}

/** A page that was loaded before the last answer knows nothing of it, or only a part. */
function hasCaughtUp(thread: ShownThread, { messages, turn }: Conversation): boolean {
  const last = messages.at(-1);
  const stored = thread.messages.find(({ id }) => id !== undefined && id === last?.id);
  if (last === undefined || stored === undefined) return last === undefined;
  return stored.status !== "streaming" || (turn.state === "lost" && stored.content.length >= last.content.length);
}
