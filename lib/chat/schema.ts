/** Wire shapes and views of the chat, shared by browser and server. */
import { z } from "zod";

/** Characters (UTF-16 units) of one message. */
export const MESSAGE_LIMIT = 32_000;
export const TITLE_LIMIT = 120;

/** PostgreSQL's text holds every character but this one. */
const NUL = "\u0000";
const words = (limit: number) =>
  z
    .string()
    .max(limit, `Please keep it to ${limit.toLocaleString("en-US")} characters.`)
    .transform((value) => value.replaceAll(NUL, ""));
const text = (limit: number, blank: string) => words(limit).refine((value) => value.trim() !== "", blank);
const line = (limit: number) => words(limit).transform((value) => value.trim());

/** UTF-16 units of the standing instructions of a conversation. */
export const INSTRUCTIONS_LIMIT = 4_000;
/** Files that may come with one question. */
export const FILES_LIMIT = 10;
/** Messages a temporary chat sends along; the server keeps none. */
export const HISTORY_LIMIT = 200;

const clientRequestId = z.uuid();
const model = z.string().min(1).max(100).optional();
const attachmentIds = z.array(z.uuid()).max(FILES_LIMIT, `At most ${FILES_LIMIT} files fit one message.`).optional();

/** A message of a chat that is never stored: the browser keeps it and sends all of it each time. */
const TemporaryTurn = z.strictObject({
  role: z.enum(["user", "assistant"]),
  content: words(MESSAGE_LIMIT * 8),
});

/**
 * `POST /api/openai/chat`. Without `conversationId` a new conversation begins. The same `clientRequestId`, made by the
 * client for each send, joins the answer that it began instead of paying twice.
 */
export const SendMessage = z
  .strictObject({
    conversationId: z.uuid().optional(),
    /** The answer (or the empty root) that is replied to; by default where the conversation stands. */
    parentId: z.uuid().optional(),
    message: text(MESSAGE_LIMIT, "Say something first."),
    attachmentIds,
    /** Take from the files only what the model has room for, instead of refusing. */
    trimFiles: z.boolean().optional(),
    model,
    clientRequestId,
    /** Standing instructions and temperature (hundredths) for a conversation that begins; later ones are set apart. */
    instructions: line(INSTRUCTIONS_LIMIT).optional(),
    temperatureCenti: z.int().min(0).max(200).optional(),
    /** Present for a chat that is never stored: what was said before, oldest first. */
    temporary: z.strictObject({ history: z.array(TemporaryTurn).max(HISTORY_LIMIT) }).optional(),
  })
  .refine(({ conversationId, parentId }) => parentId === undefined || conversationId !== undefined, {
    path: ["conversationId"],
    error: "A parent needs its conversation.",
  })
  .refine(({ temporary, conversationId, attachmentIds: files }) => !temporary || (!conversationId && !files?.length), {
    path: ["temporary"],
    error: "A temporary chat has no conversation and no files.",
  });
export type SendMessage = z.infer<typeof SendMessage>;

/** Another answer to a question that is there already, or the rest of one that broke off. */
const ExistingAnswer = { conversationId: z.uuid(), model, clientRequestId };
export const Regenerate = z.strictObject({ ...ExistingAnswer, regenerate: z.uuid() });
export type Regenerate = z.infer<typeof Regenerate>;
/** `continue` names the answer that broke off or was stopped: a sibling begins with its text and goes on. */
export const Continue = z.strictObject({ ...ExistingAnswer, continue: z.uuid() });
export type Continue = z.infer<typeof Continue>;

/** Everything that `POST /api/openai/chat` takes. */
export type ChatRequest = SendMessage | Regenerate | Continue;

/** `POST /api/openai/chat/:generationId/stop`: how many UTF-16 units of the answer the reader has seen. */
export const StopGeneration = z.strictObject({ seenLength: z.int().nonnegative().optional() });
export type StopGeneration = z.infer<typeof StopGeneration>;

export const RenameConversation = z.strictObject({
  conversationId: z.uuid(),
  title: text(TITLE_LIMIT, "A title needs a word.").transform((title) => title.trim()),
});
export type RenameConversation = z.infer<typeof RenameConversation>;

/** What names one conversation and no more: delete, restore. */
export const ConversationRef = z.strictObject({ conversationId: z.uuid() });
export type ConversationRef = z.infer<typeof ConversationRef>;

export const PinConversation = z.strictObject({ conversationId: z.uuid(), pinned: z.boolean() });
export type PinConversation = z.infer<typeof PinConversation>;

export const ArchiveConversation = z.strictObject({ conversationId: z.uuid(), archived: z.boolean() });
export type ArchiveConversation = z.infer<typeof ArchiveConversation>;

/** Standing instructions and temperature (hundredths; null is the model's own) of a conversation. */
export const ConversationSettings = z.strictObject({
  conversationId: z.uuid(),
  instructions: line(INSTRUCTIONS_LIMIT).nullable(),
  temperatureCenti: z.int().min(0).max(200).nullable(),
});
export type ConversationSettings = z.infer<typeof ConversationSettings>;

/** Opens the branch that `messageId` (a sibling of a message on the open path) stands on. */
export const SelectBranch = z.strictObject({ conversationId: z.uuid(), messageId: z.uuid() });
export type SelectBranch = z.infer<typeof SelectBranch>;

/** The messages above `beforeId` on its path. */
export const OlderMessages = z.strictObject({ conversationId: z.uuid(), beforeId: z.uuid() });
export type OlderMessages = z.infer<typeof OlderMessages>;

export const REASON_LIMIT = 500;
/** Thumbs; a verdict of null takes it back. */
export const GiveFeedback = z.strictObject({
  messageId: z.uuid(),
  verdict: z.enum(["up", "down"]).nullable(),
  reason: line(REASON_LIMIT).optional(),
});
export type GiveFeedback = z.infer<typeof GiveFeedback>;

/** Finds conversations by title, as one types. */
export const FindConversations = z.strictObject({
  query: text(200, "Type what to look for.").transform((query) => query.trim()),
});
export type FindConversations = z.infer<typeof FindConversations>;

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
  z.object({
    type: z.literal("done"),
    finishReason: z.string(),
    /** Only of an answer that was stopped: so many UTF-16 units are kept, and a reader who has more drops the rest. */
    keptLength: z.int().nonnegative().optional(),
  }),
  z.object({
    type: z.literal("error"),
    code: z.string(),
    message: z.string(),
    /** Only where less is kept than this reader has: after a crash, the last words may not have been stored. */
    keptLength: z.int().nonnegative().optional(),
  }),
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

export type ConversationSummary = {
  id: string;
  title: string;
  lastMessageAt: Date;
  isPinned: boolean;
  isArchived: boolean;
};

/** A page of the list; `cursor` asks for the next one and is absent on the last. */
export type ConversationPage = { conversations: ConversationSummary[]; cursor?: string };

/** What an answer cost its person; one answer is far below what a number holds exactly. */
export type MessageReceipt = { inputTokens: number; outputTokens: number; costMicros: number };

/** A file as a message shows it; its bytes are at `/api/files/:id`, for its owner only. */
export type AttachmentView = {
  id: string;
  name: string;
  kind: "image" | "document";
  mediaType: string;
  sizeBytes: number;
  pageCount?: number;
  /** What it takes of a prompt, at most. */
  boundTokens: number;
};

/** Where a message stands among the other versions of it, from 1; absent when it is the only one. */
export type SiblingPlace = { number: number; count: number; previousId?: string; nextId?: string };

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
  /** Of an answer: the run that wrote or writes it; where to listen on, and what to stop. */
  generationId?: string;
  /** From the question to the answer's end, in milliseconds. */
  durationMs?: number;
  /** The model that was asked, where another one had to step in. */
  fallbackFrom?: string;
  /** Nothing covered that one; else it was not available. */
  isFallbackForMoney?: true;
  /** Earlier messages that did not fit the model's context any more. */
  omittedCount?: number;
  siblings?: SiblingPlace;
  attachments?: AttachmentView[];
  feedback?: { verdict: "up" | "down"; reason?: string };
  createdAt: Date;
};

/** A part of the open path, oldest first. `hasOlder`: there are messages above the first. */
export type PathPage = { messages: ThreadMessage[]; hasOlder: boolean };

/** A conversation with the newest messages of its open path. */
export type Thread = PathPage & {
  id: string;
  title: string;
  isPinned: boolean;
  isArchived: boolean;
  instructions?: string;
  temperatureCenti?: number;
};
