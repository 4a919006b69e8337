import fs from "node:fs";
import { LogFile, type Place } from "./log-file";
import type { Entry, Section, Table } from "./table";
import type { CollectionName } from "./wire";
import type { World } from "./world";

const VERSION = 1;
const SLICE = 2_000;

type Head = {
  version: number;
  /** The journal this is about. */
  journal: string;
  /** Bytes of the journal that this knows of. What comes after them is read from there. */
  covered: number;
  counters: Record<string, number>;
  notes: { [name: string]: unknown };
  sections: { name: CollectionName; at: number; length: number }[];
};
export type Frozen = ReturnType<World["freeze"]> & { notes: Head["notes"] };

/**
 * Where everything lies in the journal, so that a start need not read it. It is
 * only a help: without it, or with one that fits another journal, all is read.
 * @returns how many bytes of the journal need not be read.
 */
export function readIndex(file: string, { world, log, journal }: { world: World; log: LogFile; journal: string }) {
  if (!fs.existsSync(file)) return 0;
  const index = new LogFile(file);
  const head = headOf(index);
  if (!head || head.journal !== journal || head.covered > log.size()) {
    index.close();
    // The journal may grow to the length that this speaks of, and hold something else then.
    fs.rmSync(file);
    return 0;
  }
  for (const { name, at, length } of head.sections) {
    const section = () => JSON.parse(index.bytes(at, length).toString("utf8")) as Section;
    world.loadLater(name, { section, log });
  }
  world.loadCounters(head.counters);
  world.notes.resume(head.notes);
  return head.covered;
}

function headOf(index: LogFile): Head | undefined {
  try {
    for (const { line } of index.lines(0)) {
      const head = JSON.parse(line.toString("utf8")) as Head;
      const isWhole = head.sections.every(({ at, length }) => at + length <= index.size());
      return head.version === VERSION && isWhole ? head : undefined;
    }
  } catch {
    // Cut short or of another kind: as good as none.
  }
  return undefined;
}

/** Writes the index beside the file, a slice at a time. `live` is how many bytes of the journal are still in use. */
export async function writeIndex(
  file: string,
  { tables, counters, notes }: Frozen,
  { log, journal, covered }: { log: LogFile; journal: string; covered: number },
): Promise<{ live: number }> {
  const texts: string[][] = [];
  let live = 0;
  for (const [, table, entries] of tables) {
    const { pieces, bytes } = await sectionOf(table, entries, log);
    live += bytes;
    texts.push(pieces);
  }
  const sizeOf = (pieces: string[] = []) => pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  const sections = tables.map(([name], i) => ({ name, at: 0, length: sizeOf(texts[i]) }));
  const head = () =>
    `${JSON.stringify({ version: VERSION, journal, covered, counters, notes, sections } satisfies Head)}\n`;
  place(sections, () => Buffer.byteLength(head()));
  const handle = await fs.promises.open(file, "w");
  try {
    await handle.appendFile(head());
    for (const piece of texts.flat()) await handle.appendFile(piece);
  } finally {
    await handle.close();
  }
  return { live };
}

/** Numbers the sections' beginnings. The numbers are part of what stands before them, so until nothing moves. */
function place(sections: Head["sections"], headBytes: () => number): void {
  for (let before = -1, now = headBytes(); before !== now; before = now, now = headBytes()) {
    let at = now;
    for (const section of sections) {
      section.at = at;
      at += section.length;
    }
  }
}

/** A `Section` as JSON in pieces, made a slice at a time, and how many bytes of the journal it speaks of. */
async function sectionOf(table: Table, entries: Entry[], log: LogFile): Promise<{ pieces: string[]; bytes: number }> {
  const fields = table.searchedFields();
  const columns = {
    ids: [] as string[],
    at: [] as string[],
    length: [] as string[],
    fields: fields.map(() => [] as string[]),
  };
  let bytes = 0;
  for (let i = 0; i < entries.length; i += SLICE) {
    const some = entries.slice(i, i + SLICE);
    const places = some.map((entry) => placeIn(log, entry));
    bytes += places.reduce((sum, { length }) => sum + length, 0);
    columns.ids.push(listed(some.map(({ id }) => id)));
    columns.at.push(listed(places.map(({ at }) => at)));
    columns.length.push(listed(places.map(({ length }) => length)));
    for (const [j, field] of fields.entries()) {
      columns.fields[j]?.push(listed(some.map((entry) => table.textOf(entry, field) ?? null)));
    }
    await breathe();
  }
  const named = fields.map((field, j) => `${JSON.stringify(field)}:[${columns.fields[j]?.join() ?? ""}]`);
  const { ids, at, length } = columns;
  return {
    pieces: [
      `{"ids":[${ids.join()}],`,
      `"at":[${at.join()}],"length":[${length.join()}],`,
      `"fields":{${named.join()}}}`,
    ],
    bytes,
  };
}

/** The elements of a JSON list, without its brackets. */
function listed(values: (string | number | null)[]): string {
  return JSON.stringify(values).slice(1, -1);
}

function placeIn(log: LogFile, { id, place }: Entry): Place {
  const now = place?.log.follow(place);
  if (now?.log !== log) throw new Error(`${id} does not lie in the journal`);
  return now;
}

/** Lets requests come first. */
export async function breathe(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
