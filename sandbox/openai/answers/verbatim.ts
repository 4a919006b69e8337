import type { Conversation } from "./conversation";

const WISH = /^\s*write this markdown as it is \(base64\):\s*([a-z0-9+/]+={0,2})\s*$/iu;

/** Any text at all as the answer, for whoever wants to see what becomes of it. */
export function verbatim({ text }: Conversation): string | undefined {
  const encoded = WISH.exec(text)?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
}
