import type { Conversation } from "./conversation";
import type { Draft, Queued } from "./draft";
import { historyOf } from "./asking";
import { runningTurn } from "./conversation";

/** Whether what was queued may go out without asking: the answer before it is whole. */
export function mayGoOn({ messages, turn }: Conversation): boolean {
  const last = messages.at(-1);
  if (turn.state !== "idle" || last?.status !== "complete") return false;
  return last.finishReason === undefined || last.finishReason === "stop";
}

/** The first in the queue, as it is sent now: below what stands there by now. */
export function nextQueued({ queue = [] }: Draft, conversation: Conversation): Queued | undefined {
  const [first] = queue;
  if (first === undefined) return undefined;
  const { isTemporary, messages } = conversation;
  const request = {
    ...first.request,
    ...placeOf(conversation),
    ...(isTemporary ? { temporary: { history: historyOf(messages) } } : {}),
  };
  return { ...first, request };
}

/** Below the answer that one sees, also when another tab has opened another branch. */
export function placeOf({ id, messages }: Conversation): { conversationId?: string; parentId?: string } {
  if (id === undefined) return {};
  const last = messages.at(-1);
  return { conversationId: id, ...(last?.role === "assistant" && last.id ? { parentId: last.id } : {}) };
}

/** Those that wait: the one that is on its way stands in the conversation already. */
export function waitingIn({ queue = [] }: Draft, conversation: Conversation): Queued[] {
  const sent = runningTurn(conversation)?.request?.clientRequestId;
  return queue.filter(({ request }) => request.clientRequestId !== sent);
}
