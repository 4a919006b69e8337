import type { List } from "../store/wire";
import { invalid, missing } from "./failures";
import { type Listing, listingOf, type Named } from "./listing";

export type PageParams = { limit?: number; starting_after?: string; ending_before?: string };
export type RangeParams = number | { gt?: number; gte?: number; lt?: number; lte?: number };

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** One page of `items`, which stand newest first, as Stripe lists nearly everything. */
export function pageOf<T extends Named>(items: T[] | Listing<T>, params: PageParams, url: string): List<T> {
  const { limit = DEFAULT_LIMIT, starting_after: after, ending_before: before } = params;
  checkLimit(limit);
  if (after !== undefined && before !== undefined) {
    throw invalid("You may only specify one of these parameters: ending_before, starting_after.");
  }
  const all = Array.isArray(items) ? listingOf(items) : items;
  for (const [param, id] of Object.entries({ starting_after: after, ending_before: before })) {
    if (id !== undefined && !all.has(id)) throw missing("object", id, { param, status: 400 });
  }
  const page = before === undefined ? firstOf(all.from(after), limit) : lastBefore(all, before, limit);
  return { object: "list", ...page, url };
}

function firstOf<T>(things: Iterable<T>, limit: number): { data: T[]; has_more: boolean } {
  const data: T[] = [];
  for (const thing of things) {
    if (data.length === limit) return { data, has_more: true };
    data.push(thing);
  }
  return { data, has_more: false };
}

function lastBefore<T extends Named>(all: Listing<T>, before: string, limit: number): { data: T[]; has_more: boolean } {
  const newer: T[] = [];
  for (const thing of all.from()) {
    if (thing.id === before) break;
    newer.push(thing);
  }
  return { data: newer.slice(-limit), has_more: newer.length > limit };
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

export type SearchResult<T> = {
  object: "search_result";
  data: T[];
  has_more: boolean;
  next_page: string | null;
  url: string;
};

type SearchPage = { limit?: number; page?: string; url: string };

/**
 * One page of those of `items` that are wanted. The name of the next page is the
 * last thing shown, so that what is made or changed in between shifts nothing.
 */
export function searchPageOf<T extends Named>(
  items: T[] | Listing<T>,
  isWanted: (item: T) => boolean,
  { limit = DEFAULT_LIMIT, page, url }: SearchPage,
): SearchResult<T> {
  checkLimit(limit);
  const after = page === undefined ? undefined : Buffer.from(page, "base64url").toString("utf8");
  const all = Array.isArray(items) ? listingOf(items) : items;
  if (after !== undefined && !all.has(after)) throw invalid(`Invalid page: ${page ?? ""}`, "page");
  const { data, has_more } = firstOf(all.filter(isWanted).from(after), limit);
  const next_page = has_more ? Buffer.from(data.at(-1)?.id ?? "").toString("base64url") : null;
  return { object: "search_result", data, has_more, next_page, url };
}
