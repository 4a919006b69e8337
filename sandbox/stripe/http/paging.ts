import type { CollectionName, Collections, List } from "../store/wire";
import type { World } from "../store/world";
import { invalid, missing } from "./failures";

export type PageParams = { limit?: number; starting_after?: string; ending_before?: string };
export type RangeParams = number | { gt?: number; gte?: number; lt?: number; lte?: number };

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

type Named = { id: string };

/** Things newest first, looked at one after the other and no further than a page needs. */
export class Listing<T extends Named> {
  private readonly after: (id?: string) => Iterable<T>;
  private readonly find: (id: string) => T | undefined;
  private readonly fits: (thing: T) => boolean;

  constructor(
    after: (id?: string) => Iterable<T>,
    find: (id: string) => T | undefined,
    fits: (thing: T) => boolean = () => true,
  ) {
    this.after = after;
    this.find = find;
    this.fits = fits;
  }

  filter(more: (thing: T) => boolean): Listing<T> {
    return new Listing(this.after, this.find, (thing) => this.fits(thing) && more(thing));
  }

  has(id: string): boolean {
    const thing = this.find(id);
    return thing !== undefined && this.fits(thing);
  }

  /** From the one made before `id` on, if one is named. */
  *from(id?: string): Generator<T> {
    for (const thing of this.after(id)) if (this.fits(thing)) yield thing;
  }
}

/** What there is of a kind, newest first; of a field that is asked for only what holds this text there. */
export function listed<N extends CollectionName>(
  world: World,
  name: N,
  asked: { [F in keyof Collections[N] & string]?: string | undefined } = {},
): Listing<Collections[N]> {
  const wanted = Object.entries(asked).filter((each): each is [keyof Collections[N] & string, string] =>
    Boolean(each[1]),
  );
  const [first] = wanted;
  return new Listing<Collections[N]>(
    (id) => (first ? world.newestWhere(name, first, id) : world.newest(name, id)),
    (id) => world.find(name, id),
    (thing) => wanted.every(([field, text]) => thing[field] === text),
  );
}

/** One page of `items`, which stand newest first, as Stripe lists nearly everything. */
export function pageOf<T extends Named>(items: T[] | Listing<T>, params: PageParams, url: string): List<T> {
  const { limit = DEFAULT_LIMIT, starting_after: after, ending_before: before } = params;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw invalid(`This value must be between 1 and ${MAX_LIMIT}.`, "limit", "parameter_invalid_integer");
  }
  if (after !== undefined && before !== undefined) {
    throw invalid("You may only specify one of these parameters: ending_before, starting_after.");
  }
  const all = Array.isArray(items) ? listingOf(items) : items;
  if (before !== undefined) return { object: "list", ...lastBefore(all, before, limit), url };
  if (after !== undefined && !all.has(after)) throw nobody(after, "starting_after");
  const data: T[] = [];
  for (const thing of all.from(after)) {
    if (data.length === limit) return { object: "list", data, has_more: true, url };
    data.push(thing);
  }
  return { object: "list", data, has_more: false, url };
}

function lastBefore<T extends Named>(all: Listing<T>, before: string, limit: number): { data: T[]; has_more: boolean } {
  if (!all.has(before)) throw nobody(before, "ending_before");
  const data: T[] = [];
  for (const thing of all.from()) {
    if (thing.id === before) break;
    data.push(thing);
  }
  return { data: data.slice(-limit), has_more: data.length > limit };
}

function listingOf<T extends Named>(items: T[]): Listing<T> {
  const placeOf = (id: string) => items.findIndex((item) => item.id === id);
  return new Listing<T>(
    (id) => (id === undefined ? items : items.slice(placeOf(id) + 1)),
    (id) => items[placeOf(id)],
  );
}

function nobody(id: string, param: string) {
  return missing("object", id, { param, status: 400 });
}

/** Newest first. Things made in the same second keep their order of making. */
export function newestFirst<T>(items: T[]): T[] {
  return items.toReversed();
}

export function inRange(value: number, range: RangeParams | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === "number") return value === range;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return value > gt && value >= gte && value < lt && value <= lte;
}

function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return;
  throw invalid(`This value must be between 1 and ${MAX_LIMIT}.`, "limit", "parameter_invalid_integer");
}
