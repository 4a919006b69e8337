import "server-only";
import { Prisma } from "@/lib/db/client";

/** Ids of answers that have grown or ended, joined by commas. */
export const GROWN_CHANNEL = "chat_grown";
/** The id of an answer that shall stop, and what its reader had seen, if told: `id` or `id,length`. */
export const STOPPED_CHANNEL = "chat_stopped";

/** PostgreSQL takes less than 8,000 bytes a notification; an id and its comma are 37. */
const IDS_A_NOTE = 200;

/**
 * Tells of every id in `source` when the surrounding statement commits. A table expression: one that nobody reads is
 * not run, so the statement must select `count(told)` from it.
 */
export function tellGrown(name: Prisma.Sql, source: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${name} AS MATERIALIZED (
    SELECT pg_notify(${GROWN_CHANNEL}, string_agg(id::text, ','))::text AS told
    FROM (SELECT id, (row_number() OVER () - 1) / ${IDS_A_NOTE}::int AS page FROM ${source}) paged
    GROUP BY page
  )`;
}
