import { FieldIndex } from "./field-index";
import { type LogFile, type Place, valueAt } from "./log-file";

/**
 * One thing as it is: a change is another entry in the same slot. Its value may lie in the journal only, until it is
 * asked for; `row` is where the index file tells its fields.
 */
export type Entry = {
  readonly id: string;
  readonly slot: number;
  readonly row: number | undefined;
  value: object | undefined;
  place: Place | undefined;
};

type Texts = { [field: string]: (string | null)[] };
/** A table as the index file holds it: what lies where, in the order of making, and the fields that are searched by. */
export type Section = { ids: string[]; at: number[]; length: number[]; fields: Texts };

const FEW_GAPS = 1_000;

/** Things by id, in the order of their making, and by any text field that was ever asked for. */
export class Table {
  private readonly entries = new Map<string, Entry>();
  private slots: (Entry | undefined)[] = [];
  private readonly indexes = new Map<string, FieldIndex>();
  private saved: Texts = {};

  get size(): number {
    return this.entries.size;
  }

  entry(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  find(id: string): object | undefined {
    const entry = this.entries.get(id);
    return entry && valueOf(entry);
  }

  /** A new thing comes last; one that is there keeps its place in the order. */
  set(id: string, value: object | undefined, place?: Place): void {
    const before = this.entries.get(id);
    this.put({ id, slot: before?.slot ?? this.slots.length, row: undefined, value, place }, before);
  }

  /** Where the thing lies now; without a place it is gone. */
  setPlace(place: Place | undefined, id: string): void {
    if (place) this.set(id, undefined, place);
    else this.remove(id);
  }

  remove(id: string): void {
    const before = this.entries.get(id);
    if (!before) return;
    this.reindex(before, undefined);
    this.entries.delete(id);
    this.slots[before.slot] = undefined;
  }

  /** Puts an entry back where it was. */
  restore(entry: Entry): void {
    const now = this.entries.get(entry.id);
    if (now && now.slot !== entry.slot) this.slots[now.slot] = undefined;
    this.put(entry, now);
  }

  /** All entries as they are at this moment, oldest first. */
  frozen(): Entry[] {
    return this.slots.filter((entry) => entry !== undefined);
  }

  *oldest(): Generator<object> {
    for (const entry of this.slots) if (entry) yield valueOf(entry);
  }

  /** Newest first, from the one made before `id` on if one is named. */
  *newest(id?: string): Generator<object> {
    const from = id === undefined ? this.slots.length : (this.entries.get(id)?.slot ?? 0);
    for (let slot = from - 1; slot >= 0; slot--) {
      const entry = this.slots[slot];
      if (entry) yield valueOf(entry);
    }
  }

  /** The things whose field holds this text, oldest first. */
  where(field: string, text: string): object[] {
    return this.idsUnder(field, text).flatMap((id) => this.find(id) ?? []);
  }

  /** The same, newest first and one after the other, from the one made before `id` on if one is named. */
  *newestWhere(field: string, text: string, id?: string): Generator<object> {
    const before = id === undefined ? Infinity : (this.entries.get(id)?.slot ?? 0);
    const ids = this.idsUnder(field, text);
    for (let i = this.countBelow(ids, before) - 1; i >= 0; i--) {
      const entry = this.entries.get(ids[i] ?? "");
      if (entry) yield valueOf(entry);
    }
  }

  /** Gives back the room of what is gone. Not while there is something to undo, as slots get other numbers. */
  tidy(): void {
    const gaps = this.slots.length - this.entries.size;
    if (gaps < FEW_GAPS || gaps < this.entries.size) return;
    this.slots = this.frozen().map((entry, slot) => ({ ...entry, slot }));
    for (const entry of this.slots) if (entry) this.entries.set(entry.id, entry);
  }

  /** Takes in what the index file tells. Only into an empty table. */
  load({ ids, at, length, fields }: Section, log: LogFile): void {
    this.saved = fields;
    for (const [row, id] of ids.entries()) {
      const place = { log, at: at[row] ?? 0, length: length[row] ?? 0 };
      const entry = { id, slot: row, row, value: undefined, place };
      this.entries.set(id, entry);
      this.slots.push(entry);
    }
  }

  searchedFields(): string[] {
    return [...new Set([...Object.keys(this.saved), ...this.indexes.keys()])];
  }

  /** The text of an entry's field. What the index file tells is not read again. */
  textOf(entry: Entry, field: string): string | undefined {
    const told = entry.value === undefined && entry.row !== undefined ? this.saved[field]?.[entry.row] : undefined;
    return told === undefined ? textIn(valueOf(entry), field) : (told ?? undefined);
  }

  private put(entry: Entry, before: Entry | undefined): void {
    this.reindex(before, entry);
    this.entries.set(entry.id, entry);
    this.slots[entry.slot] = entry;
  }

  private idsUnder(field: string, text: string): string[] {
    const { ids, isInOrder } = this.index(field).under(text);
    return isInOrder ? ids : ids.toSorted((a, b) => this.slotOf(a) - this.slotOf(b));
  }

  /** How many of these, which stand in order, stand before a slot. */
  private countBelow(ids: string[], slot: number): number {
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.slotOf(ids[middle] ?? "") < slot) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private slotOf(id: string): number {
    return this.entries.get(id)?.slot ?? 0;
  }

  private index(field: string): FieldIndex {
    let index = this.indexes.get(field);
    if (!index) {
      index = new FieldIndex();
      for (const entry of this.slots) if (entry) index.file(this.textOf(entry, field), entry.id, entry.slot);
      this.indexes.set(field, index);
    }
    return index;
  }

  private reindex(before: Entry | undefined, after: Entry | undefined): void {
    for (const [field, index] of this.indexes) {
      const was = before && this.textOf(before, field);
      const is = after && this.textOf(after, field);
      if (was === is && before?.slot === after?.slot) continue;
      if (before) index.drop(was, before.id);
      if (after) index.file(is, after.id, after.slot);
    }
  }
}

function valueOf(entry: Entry): object {
  if (entry.value) return entry.value;
  if (!entry.place) throw new Error(`${entry.id} has neither a value nor a place`);
  return (entry.value = valueAt(entry.place));
}

/** `payment.payment_intent` leads into what a thing holds. */
function textIn(value: object, field: string): string | undefined {
  let found: unknown = value;
  for (const step of field.includes(".") ? field.split(".") : [field]) {
    found = (found as { [key: string]: unknown } | null | undefined)?.[step];
  }
  return typeof found === "string" ? found : undefined;
}
