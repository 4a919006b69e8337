import "server-only";
import { render } from "@react-email/render";
import { createElement } from "react";
import type { z } from "zod";
import { LetterPage } from "@/lib/notifications/letter-page";
import type { Words } from "@/lib/notifications/words";

/** A finished letter: the same words twice, for every mail program. */
export type Letter = { subject: string; text: string; html: string };

export type Template = {
  holdsSecret: boolean;
  /** @throws ZodError when the stored payload is not what this letter needs. */
  compose: (payload: unknown) => Promise<Letter>;
};

/** A kind of letter: what it must be told, whether that must not be kept, and how it reads. */
export function letter<Schema extends z.ZodType>(kind: {
  payload: Schema;
  /** A link that signs in or proves something: removed from the outbox once the letter has left. */
  holdsSecret: boolean;
  words: (payload: z.infer<Schema>) => Words;
}): Template & { payload: Schema } {
  const { payload, holdsSecret, words } = kind;
  return { payload, holdsSecret, compose: async (stored) => layOut(words(payload.parse(stored))) };
}

export async function layOut(words: Words): Promise<Letter> {
  const html = await render(createElement(LetterPage, words));
  return { subject: oneLine(words.subject), text: plain(words), html };
}

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function plain({ paragraphs, button, note }: Words): string {
  return [...paragraphs, ...(button ? [`${button.label}:\n${button.url}`] : []), "--", note, "Parley"].join("\n\n");
}
