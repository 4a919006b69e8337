import type { FieldOf } from "./field-index";
import { type IdKind, idFor } from "./ids";
import type { LogFile, Place } from "./log-file";
import { Notes } from "./notes";
import { type Entry, type Section, Table } from "./table";
import type { CollectionName, Collections } from "./wire";

/** One thing written: collection, id, and what is there now (null: nothing). */
type WorldWrite = [collection: CollectionName, id: string, value: object | null];
/** All that one request or one step of time wrote, applied whole or not at all; of the counters those that moved. */
export type WorldRecord = { writes: WorldWrite[]; counters: Record<string, number> };
type Undo = { name: CollectionName; id: string; before: Entry | undefined };
/** Where a table that nobody has asked for yet is told of, and what came after that. */
type Unread = { section: () => Section; log: LogFile; later: [place: Place | undefined, id: string][] };

/**
 * Everything the sandbox knows. Values are never changed in place: a change is a new value, so an event may keep the
 * one it saw. Writes gather until `commit` hands them over, or `rollback` undoes them.
 */
export class World {
  readonly seed: string;
  readonly notes = new Notes();
  private readonly tables = new Map<CollectionName, Table>();
  private readonly unread = new Map<CollectionName, Unread>();
  private readonly counters = new Map<string, number>();
  private moved = new Set<string>();
  private undo: Undo[] = [];
  private readonly watchers: ((name: CollectionName, id: string, value: object | null) => void)[] = [];

  constructor(seed: string) {
    this.seed = seed;
  }

  find<N extends CollectionName>(name: N, id: string): Collections[N] | undefined {
    return this.table(name).find(id) as Collections[N] | undefined;
  }

  all<N extends CollectionName>(name: N): Collections[N][] {
    return [...this.oldest(name)];
  }

  /** One after the other, so that who stops early has read no more than he looked at. */
  oldest<N extends CollectionName>(name: N): Iterable<Collections[N]> {
    return this.table(name).oldest() as Iterable<Collections[N]>;
  }

  /** Newest first, from the one made before `id` on if one is named; one after the other, like `oldest`. */
  newest<N extends CollectionName>(name: N, id?: string): Iterable<Collections[N]> {
    return this.table(name).newest(id) as Iterable<Collections[N]>;
  }

  /** All things whose field holds this text, in the order of their making. Indexed at the first ask. */
  where<N extends CollectionName>(name: N, field: FieldOf<N>, value: string): Collections[N][] {
    return this.table(name).where(field, value) as Collections[N][];
  }

  newestWhere<N extends CollectionName>(
    name: N,
    [field, value]: readonly [field: FieldOf<N>, value: string],
    id?: string,
  ): Iterable<Collections[N]> {
    return this.table(name).newestWhere(field, value, id) as Iterable<Collections[N]>;
  }

  has(name: CollectionName, id: string): boolean {
    return this.table(name).entry(id) !== undefined;
  }

  size(name: CollectionName): number {
    return this.table(name).size;
  }

  put<N extends CollectionName>(name: N, value: Collections[N]): Collections[N] {
    this.note(name, value.id);
    this.table(name).set(value.id, value);
    this.tell(name, value.id, value);
    return value;
  }

  remove(name: CollectionName, id: string): void {
    this.note(name, id);
    this.table(name).remove(id);
    this.tell(name, id, null);
  }

  nextId(kind: IdKind): string {
    return idFor(this.seed, kind, this.count(kind));
  }

  /** The next number of a row of numbers, from 1. */
  count(row: string): number {
    const next = (this.counters.get(row) ?? 0) + 1;
    this.counters.set(row, next);
    this.moved.add(row);
    return next;
  }

  /** Calls back on every write, and on every undone one with the value that is back. */
  watch(watcher: (name: CollectionName, id: string, value: object | null) => void): void {
    this.watchers.push(watcher);
  }

  /** Ends the unit of work. Returns what was written and counted since the last, or nothing if nothing was. */
  commit(): WorldRecord | undefined {
    if (this.undo.length === 0 && this.moved.size === 0) return undefined;
    const writes = this.writesOf(this.undo);
    const counters = Object.fromEntries([...this.moved].map((row) => [row, this.counters.get(row) ?? 0]));
    this.undo = [];
    this.moved = new Set();
    for (const name of new Set(writes.map(([of]) => of))) this.table(name).tidy();
    return { writes, counters };
  }

  rollback(): void {
    this.undoTo(0);
  }

  /** Does some work only to see what comes of it: afterwards nothing of it is left, not even the numbers it used. */
  rehearse<T>(work: () => T): T {
    const mark = this.undo.length;
    const counters = [...this.counters];
    const moved = new Set(this.moved);
    try {
      return work();
    } finally {
      this.undoTo(mark);
      this.counters.clear();
      for (const [row, count] of counters) this.counters.set(row, count);
      this.moved = moved;
    }
  }

  load({ writes, counters }: WorldRecord): void {
    for (const [name, id, value] of writes) {
      if (value) this.table(name).set(id, value);
      else this.table(name).remove(id);
    }
    this.loadCounters(counters);
  }

  /** Takes in where a thing of earlier days lies, or (no place) that it is gone. */
  loadFrom(place: Place | undefined, name: CollectionName, id: string): void {
    const unread = this.unread.get(name);
    if (unread) unread.later.push([place, id]);
    else this.table(name).setPlace(place, id);
  }

  loadCounters(counters: Record<string, number>): void {
    for (const [row, count] of Object.entries(counters)) this.counters.set(row, count);
  }

  loadLater(name: CollectionName, unread: Pick<Unread, "section" | "log">): void {
    this.unread.set(name, { ...unread, later: [] });
  }

  freeze(): { tables: [CollectionName, Table, Entry[]][]; counters: Record<string, number> } {
    for (const name of this.unread.keys()) this.table(name);
    return {
      tables: [...this.tables].toSorted(byName).map(([name, table]) => [name, table, table.frozen()]),
      counters: Object.fromEntries(this.counters),
    };
  }

  /** The whole world as records of at most `size` things each. */
  *snapshot(size = 200): Generator<WorldRecord> {
    let writes: WorldWrite[] = [];
    for (const [name, table, entries] of this.freeze().tables) {
      for (const { id } of entries) {
        writes.push([name, id, table.find(id) ?? null]);
        if (writes.length < size) continue;
        yield { writes, counters: {} };
        writes = [];
      }
    }
    yield { writes, counters: Object.fromEntries(this.counters) };
  }

  get isAtRest(): boolean {
    return this.undo.length === 0;
  }

  /** Where the journal has put a value, which is still the one it was given. */
  placed(name: CollectionName, id: string, place: Place): void {
    Object.assign(this.table(name).entry(id) ?? {}, { place });
  }

  clear(): void {
    for (const [name, table, entries] of this.freeze().tables) {
      for (const { id } of entries) {
        table.remove(id);
        this.tell(name, id, null);
      }
    }
    this.tables.clear();
    this.counters.clear();
    this.moved.clear();
    this.undo = [];
  }

  private undoTo(mark: number): void {
    for (const { name, id, before } of this.undo.splice(mark).toReversed()) {
      const table = this.table(name);
      if (before) table.restore(before);
      else table.remove(id);
      this.tell(name, id, table.find(id) ?? null);
    }
  }

  private note(name: CollectionName, id: string): void {
    this.undo.push({ name, id, before: this.table(name).entry(id) });
  }

  private tell(name: CollectionName, id: string, value: object | null): void {
    for (const watch of this.watchers) watch(name, id, value);
  }

  /** Each thing once, as it ended up, so that they are made again in the order in which they stand now. */
  private writesOf(undo: Undo[]): WorldWrite[] {
    const touched = new Map<string, Undo>();
    for (const step of undo) {
      const key = `${step.name}/${step.id}`;
      const first = touched.get(key) ?? step;
      // What is made, or made again, comes after all that was there.
      if (!step.before) touched.delete(key);
      touched.set(key, first);
    }
    return [...touched.values()].flatMap(({ name, id, before }) => {
      const now = this.table(name).entry(id);
      const gone: WorldWrite = [name, id, null];
      if (!now) return [gone];
      const write: WorldWrite = [name, id, now.value ?? null];
      return before && before.slot !== now.slot ? [gone, write] : [write];
    });
  }

  private table(name: CollectionName): Table {
    const known = this.tables.get(name);
    if (known) return known;
    const table = new Table();
    this.tables.set(name, table);
    const unread = this.unread.get(name);
    this.unread.delete(name);
    if (unread) table.load(unread.section(), unread.log);
    for (const [place, id] of unread?.later ?? []) table.setPlace(place, id);
    return table;
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
