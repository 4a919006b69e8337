import "server-only";
import { type Db, db, Prisma } from "@/lib/db/client";

/** The tables that the sync writes. */
export const MIRRORS = ["subscriptions", "invoices", "payments", "credit_purchases", "payment_methods"] as const;
type Mirror = (typeof MIRRORS)[number];
/** Under which name the projection has the rows of each. */
export const FOLDED = {
  subscriptions: "subscriptions",
  invoices: "invoices",
  payments: "payments",
  credit_purchases: "purchases",
  payment_methods: "cards",
} as const satisfies Record<Mirror, string>;

/** `missing` here, `extra` here, or different in these columns. */
export type Difference = {
  subject: string;
  rowId: string;
  customerId: string;
  kind: "missing" | "extra" | "different";
  columns: string[];
};

/** When we asked is ours, and no copy of anything. */
export const OURS = new Set(["synced_at"]);

/**
 * Where a table is not as projected, for these customers. PostgreSQL compares: the projected rows get the table's own
 * types first, so that no way of writing a moment or a number looks like a difference.
 */
export async function findDifferences(
  table: Mirror,
  rows: readonly Record<string, unknown>[],
  customerIds: readonly string[],
): Promise<Difference[]> {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => !OURS.has(column));
  const target = Prisma.raw(table);
  const found = await db.$queryRaw<Omit<Difference, "subject">[]>`
    WITH theirs AS (
      SELECT id, customer_id, to_jsonb(r) AS facts
      FROM jsonb_populate_recordset(NULL::${target}, ${JSON.stringify(rows)}::jsonb) r
    ), ours AS (
      SELECT id, customer_id, to_jsonb(t) AS facts FROM ${target} t
      WHERE customer_id = ANY(${[...customerIds]}) OR id IN (SELECT id FROM theirs)
    ), compared AS (
      SELECT coalesce(theirs.id, ours.id) AS "rowId", coalesce(theirs.customer_id, ours.customer_id) AS "customerId",
        CASE WHEN ours.id IS NULL THEN 'missing' WHEN theirs.id IS NULL THEN 'extra' ELSE 'different' END AS kind,
        ARRAY(
          SELECT name FROM unnest(${columns}::text[]) name
          WHERE ours.facts -> name IS DISTINCT FROM theirs.facts -> name ORDER BY name
        ) AS columns
      FROM theirs FULL JOIN ours ON ours.id = theirs.id
    )
    SELECT "rowId", "customerId", kind, CASE WHEN kind = 'different' THEN columns ELSE '{}' END AS columns
    FROM compared WHERE kind <> 'different' OR cardinality(columns) > 0 ORDER BY "rowId"`;
  return found.map((difference) => ({ subject: table, ...difference }));
}

/** Every subscription of these people, with the places that were given to it. */
export function findPlaces(userIds: readonly string[]) {
  return db.subscription.findMany({
    where: { userId: { in: [...userIds] } },
    select: {
      id: true,
      userId: true,
      customerId: true,
      plan: true,
      status: true,
      stripeCreatedAt: true,
      isPrimary: true,
      isDuplicate: true,
    },
  });
}

/** Whether an event waits that a sync will soon cover: what differs then is late, and not lost. */
export async function isNewsWaiting(tx: Db, customerId: string): Promise<boolean> {
  return (await tx.stripeEvent.count({ where: { customerId, status: "received" } })) > 0;
}
