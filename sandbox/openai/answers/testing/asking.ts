import type { Conversation } from "../conversation";

/** Somebody who says this and nothing before it, for tests. */
export function asking(text: string, more: Partial<Conversation> = {}): Conversation {
  return { asked: text, text, system: "", earlier: [], pictures: [], files: [], format: undefined, ...more };
}
