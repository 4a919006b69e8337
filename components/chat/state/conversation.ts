import type { SendFailure } from "@/components/chat/stream/send-failure";
import type {
  AttachmentView,
  ChatRequest,
  GiveFeedback,
  MessageReceipt,
  SendMessage,
  Thread,
  ThreadMessage,
} from "@/lib/chat/schema";
import type { DraftSettings } from "./draft";

export type Receipt = MessageReceipt;

/** A message as the screen shows it. Without an id it is not known to be stored yet. */
export type ShownMessage = Partial<Omit<ThreadMessage, "createdAt">> &
  Pick<ThreadMessage, "role" | "status" | "content"> & {
    /** The sentence that says why an answer failed or broke off. */
    problem?: string;
  };

/** A stored conversation as the page loads it: its newest messages. */
export type ShownThread = Pick<Thread, "id" | "title"> &
  Partial<Omit<Thread, "messages">> & { messages: ShownMessage[] };

/** The person wants it to end: so many UTF-16 units were seen, and no more are shown. */
export type Stop = { seenLength: number };

type Running = {
  /** What began it here; absent for an answer that was being written when the page was loaded. */
  request?: ChatRequest;
  stop?: Stop;
  /** The server could not be told to stop. */
  stopFailed?: true;
};

export type Turn =
  | { state: "idle" }
  /** Posted; nothing was heard yet, for long if `isSlow`. `before` is what to show again if it is refused. */
  | ({ state: "sending"; request: ChatRequest; before: ShownMessage[]; isSlow?: true } & Omit<Running, "request">)
  | ({ state: "streaming" } & Running)
  /** The connection broke. The server goes on writing, and we try to listen on. */
  | ({ state: "lost" } & Running)
  /** As far as we know nothing was stored. Sending the same request again can not be paid for twice. */
  | { state: "refused"; request: ChatRequest; failure: SendFailure };

/** What this browser knows of a conversation beyond what the page loaded. */
export type Conversation = {
  id?: string;
  messages: ShownMessage[];
  turn: Turn;
  /** There are messages above the first. */
  hasOlder?: boolean;
  /** It is stored nowhere but here. */
  isTemporary?: boolean;
  settings?: DraftSettings;
  /** Verdicts given here, the latest last: what the page loaded before knows nothing of them. */
  verdicts?: readonly Verdict[];
};

export type Verdict = Pick<GiveFeedback, "messageId" | "verdict" | "reason">;

export const EMPTY: Conversation = { messages: [], turn: { state: "idle" } };

type RunningTurn = Extract<Turn, { state: "sending" | "streaming" | "lost" }>;

export function runningTurn({ turn }: Conversation): RunningTurn | undefined {
  return turn.state === "idle" || turn.state === "refused" ? undefined : turn;
}

export function isRunning(conversation: Conversation): boolean {
  return runningTurn(conversation) !== undefined;
}

/** A request that says something new, where the others want another answer to what was said. */
export function isMessage(request: ChatRequest): request is SendMessage {
  return "message" in request;
}

export type AskedOptions = {
  /** The files of the question, as it shows them. */
  attachments?: AttachmentView[];
  /** How many messages stay above the question, where no parent says it. */
  below?: number;
};

/** Shows the question and an empty answer at once. What a new branch leaves is no longer on the path. */
export function asked(base: Conversation, request: ChatRequest, options: AskedOptions = {}): Conversation {
  const { messages: before } = base;
  const { conversationId } = request;
  return {
    ...base,
    ...(conversationId ? { id: conversationId } : {}),
    messages: isMessage(request) ? withQuestion(before, request, options) : withAnotherAnswer(before, request),
    turn: { state: "sending", request, before },
  };
}

function withQuestion(before: ShownMessage[], request: SendMessage, options: AskedOptions): ShownMessage[] {
  const { parentId, message, model, temporary, clientRequestId } = request;
  const { attachments = [], below = before.length } = options;
  const place = parentId === undefined ? below : placeBelow(before, parentId);
  const question: ShownMessage = {
    role: "user",
    status: "complete",
    content: message,
    // The server names what it stores; what it does not store is named here.
    ...(temporary ? { id: clientRequestId } : {}),
    ...(parentId ? { parentId } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(temporary ? {} : nextVersion(before[place])),
  };
  return [...before.slice(0, place), question, waiting(model)];
}

/** Behind the parent; one that is not on the loaded part of the path stands above it, and its child marks the place. */
function placeBelow(messages: ShownMessage[], parentId: string): number {
  const parent = messages.findIndex(({ id }) => id === parentId);
  if (parent !== -1) return parent + 1;
  return Math.max(
    0,
    messages.findIndex((message) => message.parentId === parentId),
  );
}

type AnotherAnswer = Exclude<ChatRequest, SendMessage>;

/** The rest of an answer begins with what is there of it, so that its text stays on the screen. */
function withAnotherAnswer(before: ShownMessage[], request: AnotherAnswer): ShownMessage[] {
  const id = "continue" in request ? request.continue : request.regenerate;
  const place = before.findIndex((message) => message.id === id);
  if (place === -1) return [...before, waiting(request.model)];
  const old = before[place];
  const content = "continue" in request ? old?.content : "";
  return [...before.slice(0, place), { ...waiting(request.model ?? old?.model, content), ...nextVersion(old) }];
}

function waiting(model: string | undefined, content = ""): ShownMessage {
  return { role: "assistant", status: "streaming", content, ...(model ? { model } : {}) };
}

/** Where the new version of a message stands; its neighbours are known for certain once the server has told them. */
function nextVersion(old: ShownMessage | undefined): Pick<ShownMessage, "siblings"> {
  if (old === undefined) return {};
  const { number, count } = old.siblings ?? { number: 1, count: 1 };
  const isNewest = number === count && old.id !== undefined;
  return { siblings: { number: count + 1, count: count + 1, ...(isNewest ? { previousId: old.id } : {}) } };
}
