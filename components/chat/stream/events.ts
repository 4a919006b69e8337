import type { ChatEvent } from "@/lib/chat/schema";

type Fields = Record<string, unknown>;

/**
 * What `parseChatEvent` of lib/chat/schema says of the same frame, without the library it is written in: that would be
 * an eighth of the page's script. A test holds the two together.
 */
export function readChatEvent(event: string, data: string): ChatEvent | undefined {
  const fields = fieldsOf(data);
  return fields ? READERS.get(event)?.(fields) : undefined;
}

const READERS = new Map<string, (fields: Fields) => ChatEvent | undefined>([
  [
    "start",
    ({ generationId, conversationId, messageId }) =>
      isUuid(generationId) && isUuid(conversationId) && isUuid(messageId)
        ? { type: "start", generationId, conversationId, messageId }
        : undefined,
  ],
  ["delta", ({ text }) => (isText(text) ? { type: "delta", text } : undefined)],
  [
    "usage",
    ({ inputTokens, outputTokens, costMicros }) =>
      isCount(inputTokens) && isCount(outputTokens) && isCount(costMicros)
        ? { type: "usage", inputTokens, outputTokens, costMicros }
        : undefined,
  ],
  [
    "done",
    ({ finishReason, keptLength }) =>
      isText(finishReason) && isMaybeCount(keptLength)
        ? { type: "done", finishReason, ...kept(keptLength) }
        : undefined,
  ],
  [
    "error",
    ({ code, message, keptLength }) =>
      isText(code) && isText(message) && isMaybeCount(keptLength)
        ? { type: "error", code, message, ...kept(keptLength) }
        : undefined,
  ],
]);

function fieldsOf(data: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    // A frame that is not ours, or not of this version.
    return undefined;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

const isText = (value: unknown) => typeof value === "string";
const isUuid = (value: unknown): value is string => typeof value === "string" && UUID.test(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isMaybeCount = (value: unknown): value is number | undefined => value === undefined || isCount(value);
const kept = (keptLength: number | undefined) => (keptLength === undefined ? {} : { keptLength });
