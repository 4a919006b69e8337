/** A last line that is only the beginning of something would flash as what it is not: a heading, a rule. */
const BEGINNING = /(^|\n)[ \t]*(?:[-=+*#]+|\d{1,9}[.)]?|`{1,2}|~{1,2})[ \t]*$/;
const OPEN_LINK = /!?\[([^\]\n]*)\]\([^)\n]*$/;
const MARKS = ["**", "__", "~~", "*", "_"] as const;
type Mark = (typeof MARKS)[number];

/**
 * The text of a block that is still written, with what is open in it closed: emphasis, code, a link whose address is
 * not there yet.
 */
export function finished(source: string): string {
  const text = source.replace(BEGINNING, "$1");
  const paragraphAt = text.lastIndexOf("\n\n") + 1;
  const closed = text.slice(paragraphAt).replace(OPEN_LINK, "$1").trimEnd();
  return text.slice(0, paragraphAt) + withEnds(closed);
}

function withEnds(text: string): string {
  const open: Mark[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === "\\") at += 2;
    else if (text[at] === "`") {
      const run = /^`+/.exec(text.slice(at))?.[0] ?? "`";
      const end = endOfCode(text, at, run.length);
      if (end === undefined) return text + run + endsOf(open);
      at = end;
    } else at += step(text, at, open);
  }
  const trailing = open.at(-1);
  // A mark with nothing behind it yet.
  if (trailing && text.endsWith(trailing)) return text.slice(0, -trailing.length).trimEnd() + endsOf(open.slice(0, -1));
  return text + endsOf(open);
}

function endsOf(open: Mark[]): string {
  return open.toReversed().join("");
}

/** Behind the marks that close a code within a line. */
function endOfCode(text: string, at: number, length: number): number | undefined {
  for (const run of text.slice(at + length).matchAll(/`+/g)) {
    if (run[0].length === length) return at + length + run.index + length;
  }
  return undefined;
}

/** Opens or closes the mark at a place, if there is one; tells how far to go on. */
function step(text: string, at: number, open: Mark[]): number {
  const mark = MARKS.find((candidate) => text.startsWith(candidate, at));
  if (!mark) return 1;
  const before = text[at - 1] ?? " ";
  const after = text[at + mark.length] ?? "";
  if (open.at(-1) === mark && /\S/.test(before)) open.pop();
  else if (opens(mark, before, after)) open.push(mark);
  return mark.length;
}

function opens(mark: Mark, before: string, after: string): boolean {
  if (after !== "" && /\s/.test(after)) return false;
  return !mark.startsWith("_") || !/\w/.test(before);
}
