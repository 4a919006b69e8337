const TITLE_LENGTH = 60;
const LEAST_LENGTH = 20;
const HALF_CHARACTER = /\p{Surrogate}$/u;

/** A conversation's first title: the first words of its first question. */
export function titleFrom(message: string): string {
  const line = message.replaceAll(/\s+/gu, " ").trim();
  if (line.length <= TITLE_LENGTH) return line;
  const head = line.slice(0, TITLE_LENGTH);
  const lastSpace = head.lastIndexOf(" ");
  const cut = lastSpace >= LEAST_LENGTH ? head.slice(0, lastSpace) : head.replace(HALF_CHARACTER, "");
  return `${cut}…`;
}
