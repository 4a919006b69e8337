/** A line of an answer, or a part of one that is too long to be read at once. */
export type Line = {
  /** Where it begins in the text. */
  at: number;
  /** Behind its line end. */
  end: number;
  /** Without its line end. */
  text: string;
  /** Columns of white space before it; a tab counts as four. */
  indent: number;
  isBlank: boolean;
  /** False for the later parts of a line that was too long. */
  isLineStart: boolean;
  /** False while the text ends within it: what it is may still change. */
  isWhole: boolean;
};

/** UTF-16 units that are read as one line at most. */
const LINE_LIMIT = 4_000;

/** The lines of a text from `from` on. */
export function* linesFrom(text: string, from: number): Generator<Line, void> {
  let at = from;
  let isLineStart = true;
  while (at < text.length) {
    const lineEnd = text.indexOf("\n", at);
    const stop = lineEnd === -1 ? text.length : lineEnd;
    const isLong = stop - at > LINE_LIMIT;
    const cut = isLong ? cutOf(text, at) : stop;
    const end = isLong || lineEnd === -1 ? cut : cut + 1;
    yield lineOf(text.slice(at, cut), { at, end, isLineStart, isWhole: isLong || lineEnd !== -1 });
    isLineStart = !isLong;
    at = end;
  }
}

/** Between words if there are any, and never within a character. */
function cutOf(text: string, at: number): number {
  const space = text.lastIndexOf(" ", at + LINE_LIMIT);
  if (space > at) return space + 1;
  const last = text.charCodeAt(at + LINE_LIMIT - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return at + LINE_LIMIT + (isHighSurrogate ? 1 : 0);
}

function lineOf(text: string, place: Pick<Line, "at" | "end" | "isLineStart" | "isWhole">): Line {
  const space = /^[ \t]*/.exec(text)?.[0] ?? "";
  const indent = space.replaceAll("\t", "    ").length;
  return { ...place, text, indent, isBlank: text.trim() === "" };
}
