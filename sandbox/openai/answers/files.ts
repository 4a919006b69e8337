import type { Conversation } from "./conversation";

const EXCERPT_CHARACTERS = 200;

/** What is true of the files that came: name, size, and for plain text how it begins. */
export function files({ files: came }: Conversation): string | undefined {
  if (came.length === 0) return undefined;
  const lines = came.map(({ name, bytes, text }) => {
    const words = text.split(/\s+/u).filter((word) => word !== "").length;
    const begins = text.trim().slice(0, EXCERPT_CHARACTERS).replaceAll(/\s+/gu, " ");
    return text === ""
      ? `- **${name}**, ${bytes} bytes. It is not plain text, so I can not read it here.`
      : `- **${name}**, ${bytes} bytes, ${words} words. It begins: “${begins}”`;
  });
  return `${came.length === 1 ? "One file" : `${came.length} files`} arrived with your message:\n\n${lines.join("\n")}`;
}
