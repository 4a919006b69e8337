import type { List } from "../store/wire";
import { invalid, missing } from "./failures";

export type PageParams = { limit?: number; starting_after?: string; ending_before?: string };
export type RangeParams = number | { gt?: number; gte?: number; lt?: number; lte?: number };

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** One page of `items`, which stand newest first, as Stripe lists nearly everything. */
export function pageOf<T extends { id: string }>(items: T[], params: PageParams, url: string): List<T> {
  const { limit = DEFAULT_LIMIT, starting_after: after, ending_before: before } = params;
  checkLimit(limit);
  if (after !== undefined && before !== undefined) {
    throw invalid("You may only specify one of these parameters: ending_before, starting_after.");
  }
  if (before !== undefined) {
    const end = placeOf(items, before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", data: items.slice(start, end), has_more: start > 0, url };
  }
  const start = after === undefined ? 0 : placeOf(items, after, "starting_after") + 1;
  return { object: "list", data: items.slice(start, start + limit), has_more: items.length > start + limit, url };
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

function placeOf(items: { id: string }[], id: string, param: string): number {
  const place = items.findIndex((item) => item.id === id);
  if (place < 0) throw missing("object", id, { param, status: 400 });
  return place;
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
export function searchPageOf<T extends { id: string }>(
  items: T[],
  isWanted: (item: T) => boolean,
  { limit = DEFAULT_LIMIT, page, url }: SearchPage,
): SearchResult<T> {
  checkLimit(limit);
  const after = page === undefined ? undefined : Buffer.from(page, "base64url").toString("utf8");
  const start = after === undefined ? 0 : items.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && start === 0) throw invalid(`Invalid page: ${page ?? ""}`, "page");
  const found = items.slice(start).filter(isWanted);
  const data = found.slice(0, limit);
  const has_more = found.length > limit;
  const next_page = has_more ? Buffer.from(data.at(-1)?.id ?? "").toString("base64url") : null;
  return { object: "search_result", data, has_more, next_page, url };
}
