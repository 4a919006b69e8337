/** Wire shapes and views of the chat, shared by browser and server. */
import { z } from "zod";

/** Characters (UTF-16 units) of one message. */
export const MESSAGE_LIMIT = 32_000;
export const TITLE_LIMIT = 120;

/** PostgreSQL's text holds every character but this one. */
const NUL = "\u0000";
const text = (limit: number, blank: string) =>
  z
    .string()
    .max(limit, `Please keep it to ${limit.toLocaleString("en-US")} characters.`)
    .transform((value) => value.replaceAll(NUL, ""))
    .refine((value) => value.trim() !== "", blank);

/** `POST /api/openai/chat`. Without `conversationId` a new conversation begins. */
export const SendMessage = z
  .strictObject({
    conversationId: z.uuid().optional(),
    /** The answer (or the empty root) that is replied to; by default where the conversation stands. */
    parentId: z.uuid().optional(),
    message: text(MESSAGE_LIMIT, "Say something first."),
    model: z.string().min(1).max(100).optional(),
    /** Made by the client for each send: the same one posted again joins the answer instead of paying twice. */
    clientRequestId: z.uuid(),
  })
  .refine(({ conversationId, parentId }) => parentId === undefined || conversationId !== undefined, {
    path: ["conversationId"],
    error: "A parent needs its conversation.",
  });
export type SendMessage = z.infer<typeof SendMessage>;

export const RenameConversation = z.strictObject({
  conversationId: z.uuid(),
  title: text(TITLE_LIMIT, "A title needs a word.").transform((title) => title.trim()),
});
export type RenameConversation = z.infer<typeof RenameConversation>;

export const DeleteConversation = z.strictObject({ conversationId: z.uuid() });
export type DeleteConversation = z.infer<typeof DeleteConversation>;

const tokens = z.number().int().nonnegative();

/**
 * What a stream says. On the wire the type is the frame's `event`, the rest its `data`, and its `id` the number of
 * UTF-16 units of the answer that were sent with it and before it.
 */
export const ChatEvent = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    generationId: z.uuid(),
    conversationId: z.uuid(),
    /** The answer's. */
    messageId: z.uuid(),
  }),
  z.object({ type: z.literal("delta"), text: z.string() }),
  z.object({ type: z.literal("usage"), inputTokens: tokens, outputTokens: tokens, costMicros: tokens }),
  z.object({ type: z.literal("done"), finishReason: z.string() }),
  z.object({ type: z.literal("error"), code: z.string(), message: z.string() }),
]);
export type ChatEvent = z.infer<typeof ChatEvent>;

/**
 * A frame's `event` and `data` as a {@link ChatEvent}; nothing when it is none that this version knows.
 * `usage` comes before `done` and `error`; one of these two is always last.
 */
export function parseChatEvent(event: string, data: string): ChatEvent | undefined {
  try {
    const fields: unknown = JSON.parse(data);
    return ChatEvent.safeParse({ ...(fields as object), type: event }).data;
  } catch {
    return undefined;
  }
}

export type MessageStatus = "streaming" | "complete" | "stopped" | "interrupted" | "failed";

export type ConversationSummary = { id: string; title: string; lastMessageAt: Date };

/** A page of the list; `cursor` asks for the next one and is absent on the last. */
export type ConversationPage = { conversations: ConversationSummary[]; cursor?: string };

/** What an answer cost its person; one answer is far below what a number holds exactly. */
export type MessageReceipt = { inputTokens: number; outputTokens: number; costMicros: number };

export type ThreadMessage = {
  id: string;
  parentId: string;
  role: "user" | "assistant";
  status: MessageStatus;
  /** Of an answer that is still being written: what is stored of it so far. */
  content: string;
  /** The id of the model that wrote it. */
  model?: string;
  /** Why it failed or broke off; `failureMessage` of platform/errors has the sentence. */
  errorCode?: string;
  finishReason?: string;
  /** Absent while it is written, and when nothing was charged. */
  receipt?: MessageReceipt;
  createdAt: Date;
};

/** A conversation with the messages of its open path, oldest first. */
export type Thread = { id: string; title: string; messages: ThreadMessage[] };
