import "server-only";
import type { projectAccount } from "@/lib/billing/projection";
import { FOLDED, MIRRORS, OURS } from "@/lib/billing/queries/drift";
import { type DueOffsets, dueMoments } from "@/lib/billing/queries/dunning";
import { type Applying, applied } from "@/lib/billing/queries/inbox";
import { Prisma, type Tx } from "@/lib/db/client";

type Confirming = {
  userId: string;
  customerId: string;
  rows: ReturnType<typeof projectAccount>;
  due: { offsets: DueOffsets; now: Date };
  events: Applying;
};

/**
 * True where all of a customer's rows are as projected, none is missing and none too many, nothing fell due since we
 * last asked, and nothing of theirs is being ended. Then, in the same statement, it is noted that we asked, and the
 * events are applied.
 */
export async function confirmRows(tx: Tx, { userId, customerId, rows, due, events }: Confirming): Promise<boolean> {
  const differing = MIRRORS.map((table) => differs(table, rows[FOLDED[table]], customerId));
  const answers = await tx.$queryRaw<{ isSteady: boolean }[]>`
    WITH ${dueMoments(due.offsets, customerId)},
    steady AS MATERIALIZED (
      SELECT 1 WHERE NOT (${Prisma.join(differing, " OR ")})
        AND NOT EXISTS (SELECT FROM due WHERE at > synced_at AND at <= ${due.now}::timestamptz)
        AND NOT EXISTS (SELECT FROM unpaid_endings WHERE user_id = ${userId}::uuid AND finished_at IS NULL)
    ),
    asked_subscriptions AS (
      UPDATE subscriptions SET synced_at = ${due.now}::timestamptz FROM steady WHERE customer_id = ${customerId}
    ),
    asked_cards AS (
      UPDATE payment_methods SET synced_at = ${due.now}::timestamptz FROM steady WHERE customer_id = ${customerId}
    ),
    applied AS (${applied(events, Prisma.sql`FROM steady`)})
    SELECT EXISTS (SELECT FROM steady) AS "isSteady"`;
  return answers[0]?.isSteady ?? false;
}

/** Whether a table is not as projected. PostgreSQL compares, once the projected rows have the table's own types. */
function differs(table: (typeof MIRRORS)[number], rows: readonly { id: string }[], customerId: string): Prisma.Sql {
  const target = Prisma.raw(table);
  const [first] = rows;
  if (first === undefined) return Prisma.sql`EXISTS (SELECT FROM ${target} WHERE customer_id = ${customerId})`;
  const columns = Object.keys(first).filter((column) => !OURS.has(column));
  const listOf = (side: string) => Prisma.raw(columns.map((column) => `${side}."${column}"`).join(", "));
  return Prisma.sql`EXISTS (
    SELECT FROM jsonb_populate_recordset(NULL::${target}, ${JSON.stringify(rows)}::jsonb) theirs
    FULL JOIN (SELECT * FROM ${target} WHERE customer_id = ${customerId}) ours ON ours.id = theirs.id
    WHERE (${listOf("ours")}) IS DISTINCT FROM (${listOf("theirs")})
  )`;
}
