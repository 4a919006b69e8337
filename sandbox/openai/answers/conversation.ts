export type Turn = { role: "user" | "assistant"; text: string };

/** What an answer is composed from. Nothing else is looked at, so the same conversation gets the same answer. */
export type Conversation = {
  /** The last thing the person wrote, as it came. */
  asked: string;
  /** The same without its sentinel. */
  text: string;
  system: string;
  earlier: readonly Turn[];
  images: number;
  format: { type: string; json_schema?: { schema?: Record<string, unknown> | undefined } | undefined } | undefined;
};

/** One kind of answer: nothing, when the conversation asks for another kind. */
export type Skill = (conversation: Conversation) => string | undefined;
