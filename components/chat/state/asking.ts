import type { ChatRequest, SendMessage } from "@/lib/chat/schema";
import type { AskedOptions, Conversation, ShownMessage } from "./conversation";
import { HISTORY_LIMIT } from "./limits";

/** A request, and how the screen shows its question. */
export type Asking = { request: ChatRequest; options: AskedOptions };

export type Choice = { model: string | undefined; newId?: () => string };

const randomId = () => crypto.randomUUID();
const withModel = (model: string | undefined) => (model ? { model } : {});

/** Another answer to the same question. Nothing for a message that is not here, or not stored yet. */
export function anotherAnswer(
  conversation: Conversation,
  messageId: string,
  { model, newId = randomId }: Choice,
): Asking | undefined {
  const { id: conversationId, messages, isTemporary } = conversation;
  const place = messages.findIndex(({ id }) => id === messageId);
  if (place === -1) return undefined;
  if (isTemporary) return askedAgain(conversation, place - 1, { model, newId });
  if (conversationId === undefined) return undefined;
  const request = { conversationId, regenerate: messageId, clientRequestId: newId(), ...withModel(model) };
  return { request, options: {} };
}

/** The rest of an answer that broke off or was stopped. */
export function restOfAnswer(
  { id: conversationId, isTemporary }: Conversation,
  messageId: string,
  { model, newId = randomId }: Choice,
): Asking | undefined {
  if (conversationId === undefined || isTemporary) return undefined;
  const request = { conversationId, continue: messageId, clientRequestId: newId(), ...withModel(model) };
  return { request, options: {} };
}

/** A question in other words, with the same files, beside the one that was asked. */
export function editedQuestion(
  conversation: Conversation,
  { messageId, text }: { messageId: string; text: string },
  { model, newId = randomId }: Choice,
): Asking | undefined {
  const { id: conversationId, messages, isTemporary } = conversation;
  const place = messages.findIndex(({ id }) => id === messageId);
  const question = messages[place];
  if (question === undefined || text.trim() === "") return undefined;
  if (isTemporary) return askedAgain(conversation, place, { model, newId, text });
  const { parentId, attachments = [] } = question;
  if (conversationId === undefined || parentId === undefined) return undefined;
  const request: SendMessage = {
    conversationId,
    parentId,
    message: text.trim(),
    clientRequestId: newId(),
    ...withModel(model),
    ...(attachments.length > 0 ? { attachmentIds: attachments.map(({ id }) => id) } : {}),
  };
  return { request, options: { attachments } };
}

/** In a chat that is stored nowhere the question is asked once more, with what stood above it. */
function askedAgain(
  { messages, settings = {} }: Conversation,
  place: number,
  { model, newId, text }: Required<Choice> & { text?: string },
): Asking | undefined {
  const question = messages[place];
  if (question?.role !== "user") return undefined;
  const request: SendMessage = {
    message: (text ?? question.content).trim(),
    clientRequestId: newId(),
    ...withModel(model),
    ...settings,
    temporary: { history: historyOf(messages.slice(0, place)) },
  };
  return { request, options: { below: place } };
}

/** What was said before, as a chat that is stored nowhere sends it along: the newest of it, oldest first. */
export function historyOf(messages: readonly ShownMessage[]): { role: ShownMessage["role"]; content: string }[] {
  return messages
    .filter(({ content }) => content.trim() !== "")
    .slice(-HISTORY_LIMIT)
    .map(({ role, content }) => ({ role, content }));
}

/** An answer that went wrong, at the end of what is shown: it can be asked for again. */
export function failedAnswer({ messages }: Conversation): string | undefined {
  const last = messages.at(-1);
  const hasFailed = last?.role === "assistant" && (last.status === "failed" || last.status === "interrupted");
  return hasFailed ? last.id : undefined;
}
