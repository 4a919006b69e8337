import type { AnswerEvent } from "@/components/chat/stream/answer-reader";
import type { SendFailure } from "@/components/chat/stream/send-failure";
import type { ChatRequest } from "@/lib/chat/schema";
import { type Conversation, isMessage, runningTurn, type ShownMessage, type Turn } from "./conversation";

/** Takes in what the stream said, a batch at a time: one new state for each frame of the screen. */
export function heard(conversation: Conversation, events: AnswerEvent[]): Conversation {
  return events.reduce(step, joined(conversation, events));
}

/** Neighbouring deltas are one change of the text: a fast stream brings hundreds in a frame. */
function joined(conversation: Conversation, events: AnswerEvent[]): Conversation {
  const text = events.map((event) => (event.type === "delta" ? event.text : "")).join("");
  return text === "" ? conversation : withAnswer(conversation, ({ content }) => ({ content: content + text }));
}

function step(conversation: Conversation, event: AnswerEvent): Conversation {
  switch (event.type) {
    case "start":
      return started(conversation, event);
    case "delta":
      return conversation;
    case "usage": {
      const { inputTokens, outputTokens, costMicros } = event;
      return withAnswer(conversation, () => ({ receipt: { inputTokens, outputTokens, costMicros } }));
    }
    case "lost":
      return { ...conversation, turn: lostTurn(conversation) };
    default:
      return { ...withAnswer(conversation, (answer) => ended(answer, event)), turn: { state: "idle" } };
  }
}

/** The id of a conversation that is stored nowhere leads nowhere, so it is not taken. */
function started(conversation: Conversation, event: Extract<AnswerEvent, { type: "start" }>): Conversation {
  const { generationId, messageId, conversationId } = event;
  const turn = runningTurn(conversation);
  const { request, stop } = turn ?? {};
  const isTemporary = conversation.isTemporary || (request && isMessage(request) && request.temporary !== undefined);
  return {
    ...withAnswer(conversation, () => ({ id: messageId, generationId })),
    ...(isTemporary ? { isTemporary: true } : { id: conversationId }),
    turn: { state: "streaming", ...(request ? { request } : {}), ...(stop ? { stop } : {}) },
  };
}

function lostTurn(conversation: Conversation): Turn {
  const turn = runningTurn(conversation);
  if (turn?.state !== "streaming") return conversation.turn;
  return { ...turn, state: "lost" };
}

type End = Extract<AnswerEvent, { type: "done" | "error" }>;

function ended({ content: all }: ShownMessage, event: End): Partial<ShownMessage> {
  const content = all.slice(0, event.keptLength);
  if (event.type === "done") {
    const { finishReason } = event;
    return { content, status: finishReason === "stopped" ? "stopped" : "complete", finishReason };
  }
  const { code: errorCode, message: problem } = event;
  return { content, status: content === "" ? "failed" : "interrupted", errorCode, problem };
}

function withAnswer(conversation: Conversation, change: (answer: ShownMessage) => Partial<ShownMessage>): Conversation {
  const answer = conversation.messages.at(-1);
  if (answer?.role !== "assistant") return conversation;
  return { ...conversation, messages: [...conversation.messages.slice(0, -1), { ...answer, ...change(answer) }] };
}

/** The answer did not begin: nothing is known to be stored, and what was there before is shown again. */
export function refused(conversation: Conversation, failure: SendFailure): Conversation {
  const { turn } = conversation;
  if (turn.state !== "sending") return conversation;
  return { ...conversation, messages: turn.before, turn: { state: "refused", request: turn.request, failure } };
}

/** Its request has not been heard of for long; one that was answered meanwhile is not slow. */
export function slow(conversation: Conversation, request: ChatRequest): Conversation {
  const { turn } = conversation;
  if (turn.state !== "sending" || turn.request !== request) return conversation;
  return { ...conversation, turn: { ...turn, isSlow: true } };
}

/** An answer that was begun elsewhere, or before the page was loaded, is listened to from now on. */
export function listening(conversation: Conversation): Conversation {
  return { ...conversation, turn: { state: "streaming" } };
}

/** What is on the screen now is all of the answer that its person wants. */
export function stopping(conversation: Conversation): Conversation {
  const turn = runningTurn(conversation);
  if (turn === undefined) return conversation;
  const { stopFailed: _, ...rest } = turn;
  return {
    ...conversation,
    turn: { ...rest, stop: { seenLength: conversation.messages.at(-1)?.content.length ?? 0 } },
  };
}

/** It goes on, and is shown to go on. */
export function notStopped(conversation: Conversation): Conversation {
  const turn = runningTurn(conversation);
  if (turn === undefined) return conversation;
  const { stop: _, ...rest } = turn;
  return { ...conversation, turn: { ...rest, stopFailed: true } };
}
