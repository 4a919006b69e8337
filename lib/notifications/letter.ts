import "server-only";
import type { z } from "zod";

/** A finished letter: the same words twice, for every mail program. */
export type Letter = { subject: string; text: string; html: string };

/** What a letter says: plain sentences, at most one thing to press, and why it came. */
export type Words = {
  subject: string;
  paragraphs: readonly string[];
  button?: { label: string; url: string };
  /** Shown small at the end: what to do when one did not ask for this. */
  note: string;
};

export type Template = {
  holdsSecret: boolean;
  /** @throws ZodError when the stored payload is not what this letter needs. */
  compose: (payload: unknown) => Letter;
};

/** A kind of letter: what it must be told, whether that must not be kept, and how it reads. */
export function letter<Schema extends z.ZodType>(kind: {
  payload: Schema;
  /** A link that signs in or proves something: removed from the outbox once the letter has left. */
  holdsSecret: boolean;
  words: (payload: z.infer<Schema>) => Words;
}): Template & { payload: Schema } {
  const { payload, holdsSecret, words } = kind;
  return { payload, holdsSecret, compose: (stored) => layOut(words(payload.parse(stored))) };
}

export function layOut(words: Words): Letter {
  return { subject: oneLine(words.subject), text: plain(words), html: page(words) };
}

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function plain({ paragraphs, button, note }: Words): string {
  return [...paragraphs, ...(button ? [`${button.label}:\n${button.url}`] : []), "--", note, "Parley"].join("\n\n");
}

/** One column and tables, because mail programs know no newer way; colours that hold in light and dark. */
function page({ subject, paragraphs, button, note }: Words): string {
  const text = "font:16px/1.6 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;padding:32px 16px;background:#f6f6f4">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:#ffffff;border:1px solid #e5e5e0;border-radius:12px">
<tr><td style="padding:32px;${text};color:#1c1c1a">
<p style="margin:0 0 24px;font-weight:600;letter-spacing:-0.01em">Parley</p>
${paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escape(paragraph)}</p>`).join("\n")}
${button ? buttonHtml(button) : ""}
<p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #e5e5e0;font-size:13px;color:#6b6b66">${escape(note)}</p>
</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

function buttonHtml({ label, url }: { label: string; url: string }): string {
  const href = escape(url);
  return `<p style="margin:24px 0"><a href="${href}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1c1c1a;color:#ffffff;font-weight:600;text-decoration:none">${escape(label)}</a></p>
<p style="margin:0;font-size:13px;color:#6b6b66">Or copy this address:<br><a href="${href}" style="color:#6b6b66;word-break:break-all">${href}</a></p>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
