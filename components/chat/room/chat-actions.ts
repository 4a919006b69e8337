import type { ConversationPage, ConversationRef, RenameConversation } from "@/lib/chat/schema";

/** What an action answers: the sentence of a refusal is for the person. */
export type Answer = { ok: true } | { ok: false; message: string };

/** What the chat asks of the server apart from answers. */
export type ChatActions = {
  /** A page of the list, the first one without a cursor. */
  list: (cursor?: string) => Promise<ConversationPage>;
  rename: (input: RenameConversation) => Promise<Answer>;
  remove: (input: ConversationRef) => Promise<Answer>;
};
