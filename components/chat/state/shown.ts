import type { PathPage } from "@/lib/chat/schema";
import {
  type Conversation,
  EMPTY,
  isRunning,
  runningTurn,
  type ShownMessage,
  type ShownThread,
  type Verdict,
} from "./conversation";
import type { DraftSettings } from "./draft";
import { problemOf } from "./problem-words";

/** A part of the path, as a page or an action brought it. */
type Part = { messages: ShownMessage[]; hasOlder?: boolean };

/**
 * What the screen shows, out of what this browser heard and what the page loaded: the live one while it runs, and
 * afterwards the stored one as soon as it has the same answer.
 */
export function shown(live: Conversation | undefined, thread: ShownThread | undefined): Conversation {
  if (live === undefined) return thread === undefined ? EMPTY : ofThread(thread);
  return thread === undefined
    ? withoutUnseen(live)
    : withoutUnseen({ ...ofThread(thread), ...withStored(live, thread) });
}

function ofThread({ id, messages, hasOlder = false, instructions, temperatureCenti }: ShownThread): Conversation {
  const settings = {
    ...(instructions ? { instructions } : {}),
    ...(temperatureCenti === undefined ? {} : { temperatureCenti }),
  };
  return { id, messages, hasOlder, settings, turn: { state: "idle" } };
}

/** Takes in what is stored, unless it is older than what was heard. What was loaded above it stays. */
export function withStored(live: Conversation, part: Part): Conversation {
  return isRunning(live) || !hasCaughtUp(part, live) ? live : merged(live, part);
}

/** The path as it is now, whoever changed it. An answer that is heard here is not touched. */
export function withPathOfNow(live: Conversation, page: PathPage): Conversation {
  return isRunning(live) ? live : merged(live, { messages: shownMessages(page), hasOlder: page.hasOlder });
}

/** The stored part in the place of what is known of it. */
function merged(live: Conversation, part: Part): Conversation {
  const receipts = new Map(live.messages.map(({ id, receipt }) => [id, receipt]));
  const stored = part.messages.map((message) => {
    const receipt = message.receipt ?? receipts.get(message.id);
    return receipt ? { ...message, receipt } : message;
  });
  const messages = (live.verdicts ?? []).reduce(judged, stored);
  const first = part.messages[0]?.id;
  const above = first === undefined ? 0 : live.messages.findIndex(({ id }) => id === first);
  if (above <= 0) return { ...live, messages, hasOlder: part.hasOlder ?? false };
  return { ...live, messages: [...live.messages.slice(0, above), ...messages] };
}

/** What was read before the last answer ended knows nothing of it, or only a part. */
function hasCaughtUp(part: Part, { messages }: Conversation): boolean {
  const last = messages.at(-1);
  if (last === undefined) return true;
  const stored = part.messages.find(({ id }) => id !== undefined && id === last.id);
  return stored !== undefined && stored.status !== "streaming";
}

/** Text that came after somebody had pressed stop. It is there still, should the stop fail. */
function withoutUnseen(conversation: Conversation): Conversation {
  const stop = runningTurn(conversation)?.stop;
  const last = conversation.messages.at(-1);
  if (!stop || !last || last.content.length <= stop.seenLength) return conversation;
  const answer = { ...last, content: last.content.slice(0, stop.seenLength) };
  return { ...conversation, messages: [...conversation.messages.slice(0, -1), answer] };
}

/** The path as it is now, after another branch was opened. */
export function withPath(conversation: Conversation, page: PathPage): Conversation {
  return { ...conversation, messages: shownMessages(page), hasOlder: page.hasOlder, turn: { state: "idle" } };
}

/** Adds what stands above; a message that is there already comes only once. */
export function withOlder(conversation: Conversation, page: PathPage): Conversation {
  const { turn } = conversation;
  const put = (messages: ShownMessage[]) => {
    const known = new Set(messages.map(({ id }) => id));
    return [...shownMessages(page).filter(({ id }) => !known.has(id)), ...messages];
  };
  return {
    ...conversation,
    messages: put(conversation.messages),
    hasOlder: page.hasOlder,
    turn: turn.state === "sending" ? { ...turn, before: put(turn.before) } : turn,
  };
}

export function withFeedback(conversation: Conversation, verdict: Verdict): Conversation {
  const { messages, verdicts = [] } = conversation;
  return { ...conversation, messages: judged(messages, verdict), verdicts: [...verdicts, verdict] };
}

function judged(messages: ShownMessage[], { messageId, verdict, reason }: Verdict): ShownMessage[] {
  return messages.map(({ feedback, ...message }) => {
    if (message.id !== messageId) return feedback ? { ...message, feedback } : message;
    return verdict === null ? message : { ...message, feedback: { verdict, ...(reason ? { reason } : {}) } };
  });
}

export function shownMessages({ messages }: Pick<PathPage, "messages">): ShownMessage[] {
  return messages.map((stored) => {
    const { createdAt: _, ...message } = stored;
    const problem = problemOf(message.errorCode);
    return problem ? { ...message, problem } : message;
  });
}

export function withSettings(conversation: Conversation, settings: DraftSettings): Conversation {
  return { ...conversation, settings };
}
