/** How a block of code began: so it ends. */
export type Fence = { sign: "`" | "~"; length: number; info: string };
export type FormulaMark = { start: string; end: string };

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*(.*)$/;

/** The block of code that begins in a line, if one does. */
export function fenceOf(line: string): Fence | undefined {
  const [, signs = "", info = ""] = FENCE.exec(line) ?? [];
  if (signs === "" || (signs.startsWith("`") && info.includes("`"))) return undefined;
  return { sign: signs.startsWith("`") ? "`" : "~", length: signs.length, info: info.trim() };
}

export function isFenceEnd({ sign, length }: Fence, line: string): boolean {
  const signs = /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1] ?? "";
  return signs.startsWith(sign) && signs.length >= length;
}

/**
 * The formula that begins in a line and has a place of its own: `$$` or `\[` alone, or `\[` with something behind it
 * that does not end in the same line. `$$` with words behind it may be money.
 */
export function formulaOf(line: string): FormulaMark | undefined {
  const text = line.trim();
  if (text === "$$" || (text.startsWith("$$\\begin{") && !text.endsWith("$$"))) return { start: "$$", end: "$$" };
  if (text.startsWith("\\[") && !text.includes("\\]")) return { start: "\\[", end: "\\]" };
  return undefined;
}

export function isFormulaEnd({ start, end }: FormulaMark, source: string): boolean {
  const text = source.trim();
  return text.length >= start.length + end.length && text.endsWith(end);
}

/** Whether a line begins an item of a list. */
export function isListItem(line: string): boolean {
  return /^\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)/.test(line) && !/^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,})$/.test(line);
}

/** A line without the space and the mark of a list item that it begins with. */
export function withoutMarker(line: string): string {
  return line.replace(/^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?/, "");
}
