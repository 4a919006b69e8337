import {
  type Fence,
  fenceOf,
  type FormulaMark,
  formulaOf,
  isFenceEnd,
  isFormulaEnd,
  isListItem,
  withoutMarker,
} from "./block-starts";
import { type Line, linesFrom } from "./lines";

/** What a block has from the one above, which was cut only for its length. */
export type Carried = {
  goesOn?: true;
  /** The first two lines of the table that it goes on with. */
  tableHead?: string;
};

/** A part of an answer that is understood by itself. `at` is where it begins in the text. */
export type Block =
  | ({ kind: "prose"; at: number; source: string } & Carried)
  | { kind: "code"; at: number; info: string; code: string; isClosed: boolean }
  | { kind: "formula"; at: number; tex: string; isClosed: boolean };

/** UTF-16 units after which a list, a table or a paragraph is cut at its next line, so that no block is slow to read. */
const BLOCK_LIMIT = 2_500;

type Prose = {
  kind: "prose";
  at: number;
  end: number;
  holder: "list" | "note" | "indented" | "quote" | "table" | "text";
  isAfterBlank: boolean;
  nested: Fence | undefined;
  lines: number;
  head: string;
  carried: Carried;
};
type Code = { kind: "code"; at: number; fence: Fence; codeAt: number; end: number; isClosed: boolean };
type Formula = { kind: "formula"; at: number; mark: FormulaMark; end: number; isClosed: boolean };
type Draft = Prose | Code | Formula;

/**
 * Cuts a text into blocks, from a place where one begins. What is cut before the last whole line stays as it is
 * whatever follows. `carried` is that of the block that begins there.
 */
export function blocksFrom(text: string, from: number, carried: Carried = {}): Block[] {
  const blocks: Block[] = [];
  let draft: Draft | undefined;
  for (const line of linesFrom(text, from)) {
    if (draft ? takes(draft, line, text) : line.isBlank) continue;
    const before: Carried = draft ? carriedTo(line, draft) : carried;
    if (draft) blocks.push(blockOf(draft, text));
    draft = line.isBlank ? undefined : draftOf(line, before);
  }
  return draft ? [...blocks, blockOf(draft, text)] : blocks;
}

function draftOf(line: Line, carried: Carried): Draft {
  const { at, end } = line;
  const mayStart = line.isLineStart && line.indent < 4;
  const fence = mayStart ? fenceOf(line.text) : undefined;
  if (fence) return { kind: "code", at, fence, codeAt: end, end, isClosed: false };
  const mark = mayStart ? formulaOf(line.text) : undefined;
  if (mark) return { kind: "formula", at, mark, end, isClosed: false };
  const head = carried.tableHead;
  return { ...proseOf(line), carried, ...(head === undefined ? {} : { holder: "table", lines: 3, head }) };
}

function proseOf(line: Line): Prose {
  const { at, end, text } = line;
  return {
    kind: "prose",
    at,
    end,
    lines: 1,
    head: text,
    carried: {},
    nested: isListItem(text) ? fenceOf(withoutMarker(text)) : undefined,
    holder: holderOf(line),
    isAfterBlank: false,
  };
}

function holderOf({ text, indent }: Line): Prose["holder"] {
  if (indent >= 4) return "indented";
  if (isListItem(text)) return "list";
  if (/^ {0,3}\[\^[^\]]+\]:/.test(text)) return "note";
  return text.trimStart().startsWith(">") ? "quote" : "text";
}

/** Whether a line belongs to what is open; if so it is taken in. */
function takes(draft: Draft, line: Line, text: string): boolean {
  if (draft.kind === "prose") return proseTakes(draft, line);
  if (draft.isClosed) return false;
  draft.end = line.end;
  draft.isClosed =
    draft.kind === "code"
      ? line.isLineStart && isFenceEnd(draft.fence, line.text)
      : isFormulaEnd(draft.mark, text.slice(draft.at, line.at + line.text.length));
  if (draft.kind === "code" && draft.isClosed) draft.end = line.at;
  return true;
}

function proseTakes(prose: Prose, line: Line): boolean {
  if (line.isBlank) {
    prose.isAfterBlank = true;
    return true;
  }
  if (prose.nested && (line.indent >= 2 || !line.isLineStart)) {
    if (isFenceEnd(prose.nested, line.text.trimStart())) prose.nested = undefined;
    return taken(prose, line);
  }
  prose.nested = undefined;
  if (startsNew(prose, line)) return false;
  if (holds(prose) && line.isLineStart) prose.nested = fenceOf(withoutMarker(line.text));
  return taken(prose, line);
}

function taken(prose: Prose, line: Line): boolean {
  prose.isAfterBlank = false;
  prose.end = line.end;
  prose.lines += 1;
  if (prose.lines === 2) {
    prose.head += `\n${line.text}`;
    if (
      prose.holder === "text" &&
      line.text.includes("-") &&
      /^[\s|:-]+$/.test(line.text) &&
      prose.head.includes("|")
    ) {
      prose.holder = "table";
    }
  }
  return true;
}

function startsNew(prose: Prose, line: Line): boolean {
  const isOutside = line.isLineStart && line.indent < (holds(prose) ? 2 : 4);
  if (isOutside && (fenceOf(line.text) ?? formulaOf(line.text))) return true;
  if (prose.isAfterBlank && !goesOn(prose, line)) return true;
  return line.at - prose.at > BLOCK_LIMIT && mayCut(prose, line);
}

/** What has things inside it that are set in from the left. */
function holds({ holder }: Prose): boolean {
  return holder === "list" || holder === "note";
}

/** Behind an empty line. */
function goesOn({ holder }: Prose, { indent, text }: Line): boolean {
  if (holder === "list") return indent >= 2 || isListItem(text);
  if (holder === "note") return indent >= 2;
  return holder === "indented" && indent >= 4;
}

function mayCut({ holder, lines }: Prose, { indent, text, isLineStart }: Line): boolean {
  if (holder === "list") return isLineStart && indent < 2 && isListItem(text);
  if (holder === "quote") return isLineStart && /^\s*>\s*$/.test(text);
  return holder === "text" || (holder === "table" && isLineStart && lines > 2);
}

function carriedTo(line: Line, draft: Draft): Carried {
  if (draft.kind !== "prose" || !isCutAt(draft, line)) return {};
  const hasHead = draft.holder === "table" && line.text.includes("|");
  return hasHead ? { goesOn: true, tableHead: draft.head } : { goesOn: true };
}

/** Whether the length alone ends it there: nothing else begins in that line. */
function isCutAt(prose: Prose, line: Line): boolean {
  if (line.isBlank || line.at - prose.at <= BLOCK_LIMIT || !mayCut(prose, line)) return false;
  if (fenceOf(line.text) ?? formulaOf(line.text)) return false;
  return !prose.isAfterBlank || goesOn(prose, line);
}

function blockOf(draft: Draft, text: string): Block {
  const { at, kind } = draft;
  if (kind === "code") {
    const code = text.slice(draft.codeAt, Math.max(draft.codeAt, draft.end));
    return { kind, at, info: draft.fence.info, code: code.replace(/\n$/, ""), isClosed: draft.isClosed };
  }
  const source = text.slice(at, draft.end).trimEnd();
  if (kind === "formula") return { kind, at, tex: inside(source, draft.mark), isClosed: draft.isClosed };
  const { tableHead } = draft.carried;
  return { kind, at, source: tableHead === undefined ? source : `${tableHead}\n${source}`, ...draft.carried };
}

function inside(source: string, mark: FormulaMark): string {
  const text = source.trimStart().slice(mark.start.length);
  return (text.endsWith(mark.end) ? text.slice(0, -mark.end.length) : text).trim();
}
