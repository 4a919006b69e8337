import { jsonOf } from "./json-of";
import type { CollectionName } from "./wire";
import type { WorldRecord } from "./world";

/** A value in a line: whose it is, and where its text begins; `length` is in bytes. */
export type Part = { name: CollectionName; id: string; at: number; length: number; isGone: boolean };
/** A value as it is to be written: its text, or that there is none any more. */
export type Writing = { name: CollectionName; id: string; text: string | null };

const TAB = 9;
const GONE = "null";

/**
 * One unit of work as one line: the counters, then for each thing its name and its value, parted by tabs, which JSON
 * never holds. So a value can be found, and read alone, without reading what stands beside it.
 */
export function lineOf(counters: WorldRecord["counters"], writings: Writing[]): { line: string; parts: Part[] } {
  const head = JSON.stringify(counters);
  const pieces = [head];
  const parts: Part[] = [];
  let at = Buffer.byteLength(head);
  for (const { name, id, text } of writings) {
    const key = `\t${name} ${JSON.stringify(id)}\t`;
    const length = Buffer.byteLength(text ?? GONE);
    at += Buffer.byteLength(key);
    parts.push({ name, id, at, length, isGone: text === null });
    pieces.push(key, text ?? GONE);
    at += length;
  }
  pieces.push("\n");
  return { line: pieces.join(""), parts };
}

export function writingsOf({ writes }: WorldRecord): Writing[] {
  const texts = new Map<object, string>();
  return writes.map(([name, id, value]) => ({ name, id, text: value === null ? null : jsonOf(value, texts) }));
}

/** Reads a line without its values. Throws if it is none of ours. */
export function partsOf(line: Buffer): { counters: WorldRecord["counters"]; parts: Part[] } {
  const [head = [0, 0], ...rest] = pieces(line);
  const parts: Part[] = [];
  for (let i = 0; i < rest.length; i += 2) {
    const key = textOf(line, rest[i]);
    const [at = 0, end = 0] = rest[i + 1] ?? [];
    const space = key.indexOf(" ");
    const name = key.slice(0, space) as CollectionName;
    const isGone = end - at === GONE.length && line.toString("latin1", at, end) === GONE;
    parts.push({ name, id: JSON.parse(key.slice(space + 1)) as string, at, length: end - at, isGone });
  }
  if (rest.length % 2 > 0) throw new Error("A name without a value");
  return { counters: JSON.parse(textOf(line, head)) as WorldRecord["counters"], parts };
}

function pieces(line: Buffer): [start: number, end: number][] {
  const found: [number, number][] = [];
  let start = 0;
  for (let end = line.indexOf(TAB); end >= 0; end = line.indexOf(TAB, start)) {
    found.push([start, end]);
    start = end + 1;
  }
  found.push([start, line.length]);
  return found;
}

function textOf(line: Buffer, [start, end]: [number, number] = [0, 0]): string {
  return line.toString("utf8", start, end);
}
