import { type IdKind, idFor } from "./ids";
import type { CollectionName, Collections } from "./wire";

type Stored = { id: string };
/** One thing written: collection, id, and what is there now (null: nothing). */
type WorldWrite = [collection: CollectionName, id: string, value: object | null];
/** All that one request or one step of time wrote, applied whole or not at all. */
export type WorldRecord = { writes: WorldWrite[]; counters: Record<string, number> };

/**
 * Everything the sandbox knows, in memory. Values are never changed in place:
 * a change is a new value, so an event may keep the one it saw.
 * Writes gather until `commit` hands them over, or `rollback` undoes them.
 */
export class World {
  readonly seed: string;
  private readonly tables = new Map<CollectionName, Map<string, object>>();
  private readonly counters = new Map<string, number>();
  private readonly indexes = new Map<string, Map<string, Set<string>>>();
  private undo: { name: CollectionName; id: string; before: object | undefined }[] = [];
  private readonly watchers: ((name: CollectionName, id: string, value: object | null) => void)[] = [];

  constructor(seed: string) {
    this.seed = seed;
  }

  find<N extends CollectionName>(name: N, id: string): Collections[N] | undefined {
    return this.table(name).get(id) as Collections[N] | undefined;
  }

  all<N extends CollectionName>(name: N): Collections[N][] {
    return [...this.table(name).values()] as Collections[N][];
  }

  /** All things whose field holds this text, in the order of their making. Indexed at the first ask. */
  where<N extends CollectionName>(name: N, field: keyof Collections[N] & string, value: string): Collections[N][] {
    const ids = this.index(name, field).get(value) ?? [];
    return [...ids].flatMap((id) => this.find(name, id) ?? []);
  }

  has(name: CollectionName, id: string): boolean {
    return this.table(name).has(id);
  }

  size(name: CollectionName): number {
    return this.table(name).size;
  }

  put<N extends CollectionName>(name: N, value: Collections[N]): Collections[N] {
    this.write(name, value.id, value);
    return value;
  }

  remove(name: CollectionName, id: string): void {
    this.write(name, id, null);
  }

  nextId(kind: IdKind): string {
    return idFor(this.seed, kind, this.count(kind));
  }

  /** The next number of a row of numbers, from 1. */
  count(row: string): number {
    const next = (this.counters.get(row) ?? 0) + 1;
    this.counters.set(row, next);
    return next;
  }

  /** Calls back on every write, and on every undone one with the value that is back. */
  watch(watcher: (name: CollectionName, id: string, value: object | null) => void): void {
    this.watchers.push(watcher);
  }

  /** Ends the unit of work. Returns what was written since the last, or nothing if nothing was. */
  commit(): WorldRecord | undefined {
    if (this.undo.length === 0) return undefined;
    const touched = new Map<string, WorldWrite>();
    for (const { name, id } of this.undo) touched.set(`${name}/${id}`, [name, id, this.table(name).get(id) ?? null]);
    this.undo = [];
    return { writes: [...touched.values()], counters: Object.fromEntries(this.counters) };
  }

  rollback(): void {
    this.undoTo(0);
  }

  /** Does some work only to see what comes of it: afterwards nothing of it is left, not even the numbers it used. */
  rehearse<T>(work: () => T): T {
    const mark = this.undo.length;
    const counters = [...this.counters];
    try {
      return work();
    } finally {
      this.undoTo(mark);
      this.counters.clear();
      for (const [row, count] of counters) this.counters.set(row, count);
    }
  }

  /** Takes in a record of earlier days. */
  load({ writes, counters }: WorldRecord): void {
    for (const [name, id, value] of writes) this.set(name, id, value);
    for (const [row, count] of Object.entries(counters)) this.counters.set(row, count);
  }

  /** The whole world as records of at most `size` things each. */
  *snapshot(size = 200): Generator<WorldRecord> {
    let writes: WorldWrite[] = [];
    for (const [name, table] of this.tables) {
      for (const [id, value] of table) {
        writes.push([name, id, value]);
        if (writes.length < size) continue;
        yield { writes, counters: {} };
        writes = [];
      }
    }
    yield { writes, counters: Object.fromEntries(this.counters) };
  }

  clear(): void {
    for (const [name, table] of this.tables) for (const id of table.keys()) this.set(name, id, null);
    this.tables.clear();
    this.indexes.clear();
    this.counters.clear();
    this.undo = [];
  }

  private undoTo(mark: number): void {
    for (const { name, id, before } of this.undo.slice(mark).toReversed()) this.set(name, id, before ?? null);
    this.undo.length = mark;
  }

  private write(name: CollectionName, id: string, value: Stored | null): void {
    this.undo.push({ name, id, before: this.table(name).get(id) });
    this.set(name, id, value);
  }

  private set(name: CollectionName, id: string, value: object | null): void {
    this.reindex(name, id, value);
    if (value === null) this.table(name).delete(id);
    else this.table(name).set(id, value);
    for (const watch of this.watchers) watch(name, id, value);
  }

  private index(name: CollectionName, field: string): Map<string, Set<string>> {
    const key = `${name}.${field}`;
    let index = this.indexes.get(key);
    if (!index) {
      index = new Map();
      this.indexes.set(key, index);
      for (const [id, value] of this.table(name)) file(index, textIn(value, field), id);
    }
    return index;
  }

  private reindex(name: CollectionName, id: string, value: object | null): void {
    for (const [key, index] of this.indexes) {
      const [of, field = ""] = key.split(".");
      if (of !== name) continue;
      const before = textIn(this.table(name).get(id), field);
      const after = textIn(value, field);
      if (before === after) continue;
      if (before !== undefined) index.get(before)?.delete(id);
      file(index, after, id);
    }
  }

  private table(name: CollectionName): Map<string, object> {
    let table = this.tables.get(name);
    if (!table) {
      table = new Map();
      this.tables.set(name, table);
    }
    return table;
  }
}

function textIn(value: object | null | undefined, field: string): string | undefined {
  const found = (value as { [key: string]: unknown } | null | undefined)?.[field];
  return typeof found === "string" ? found : undefined;
}

function file(index: Map<string, Set<string>>, value: string | undefined, id: string): void {
  if (value === undefined) return;
  const ids = index.get(value);
  if (ids) ids.add(id);
  else index.set(value, new Set([id]));
}
