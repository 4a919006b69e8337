/** One piece of what somebody says: words, or a picture as a `data:` URL, which no provider has to fetch. */
export type Part = { kind: "text"; text: string } | { kind: "image"; mediaType: string; dataUrl: string };

/** A message of the conversation. Plain words are the usual case and stay a string all the way. */
export type Turn = { role: "system" | "user" | "assistant"; content: string | readonly Part[] };

/** The words of a turn; pictures have none. */
export function wordsOf(content: Turn["content"]): string {
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("\n");
}

/** How many pictures a turn holds. */
export function picturesIn(content: Turn["content"]): number {
  return typeof content === "string" ? 0 : content.filter(({ kind }) => kind === "image").length;
}
