/** Text that is already HTML. Everything else is escaped when it is put in a template. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Value = string | number | Html | readonly Html[] | null | undefined | false;

/** A template whose values are escaped, both for text and for quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let source = parts[0] ?? "";
  for (const [index, value] of values.entries()) source += sourceOf(value) + (parts[index + 1] ?? "");
  return new Html(source);
}

export function escapeHtml(text: string) {
  return text.replaceAll(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}

function sourceOf(value: Value): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.source;
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return value.map(({ source }) => source).join("");
}

const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/gu;

/** Plain text with its web addresses made clickable. */
export function linked(text: string): Html {
  let source = "";
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    source += escapeHtml(text.slice(at, match.index));
    source += html`<a href="${match[0]}" target="_blank" rel="noreferrer noopener">${match[0]}</a>`.source;
    at = match.index + match[0].length;
  }
  return new Html(source + escapeHtml(text.slice(at)));
}
