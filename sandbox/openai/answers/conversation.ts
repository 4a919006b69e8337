import type { Picture } from "../pictures/picture";

export type Turn = { role: "user" | "assistant"; text: string };

/** What an answer is composed from. Nothing else is looked at, so the same conversation gets the same answer. */
export type Conversation = {
  /** The last thing the person wrote, as it came. */
  asked: string;
  /** The same without its sentinels. */
  text: string;
  system: string;
  earlier: readonly Turn[];
  /** What came with the last thing the person wrote. */
  pictures: readonly Picture[];
  files: readonly { name: string; bytes: number; text: string }[];
  format: { type: string; json_schema?: { schema?: Record<string, unknown> | undefined } | undefined } | undefined;
};

/** One kind of answer: nothing, when the conversation asks for another kind. */
export type Skill = (conversation: Conversation) => string | undefined;
