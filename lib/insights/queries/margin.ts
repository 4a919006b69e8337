import "server-only";
import { db, Prisma } from "@/lib/db/client";

/** What was paid, or went back, of one kind; plan is that of the invoice's subscription, null for none of ours. */
export type RevenueSum = {
  month: string;
  currency: string;
  plan: string | null;
  kind: "invoices" | "refunds" | "packs" | "packs_returned";
  amountMinor: number;
};

/** Amounts come as text: sums outgrow a double before they are made numbers. */
type Raw = Omit<RevenueSum, "amountMinor"> & { total: string };

const NOT_A_PACK = Prisma.sql`NOT EXISTS (SELECT 1 FROM credit_purchases pack WHERE pack.id = p.id)`;

/**
 * What came in since then, by month (UTC), currency and plan: invoices from the sums that triggers keep, refunds and packs
 * from the rows of that time, each by its own index. What went back counts in the month it was paid in.
 */
export async function sumRevenue(since: Date): Promise<RevenueSum[]> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT to_char(starts_on, 'YYYY-MM') AS month, currency, plan, 'invoices' AS kind, sum(amount_minor)::text AS total
    FROM billing_sums WHERE grain = 'day' AND measure = 'paid' AND starts_on >= (${since} AT TIME ZONE 'UTC')::date
    GROUP BY 1, 2, 3 HAVING sum(amount_minor) <> 0
    UNION ALL
    SELECT to_char(p.stripe_created_at AT TIME ZONE 'UTC', 'YYYY-MM'), p.currency, s.plan, 'refunds', sum(p.refunded_minor)::text
    FROM payments p LEFT JOIN invoices i ON i.id = p.invoice_id LEFT JOIN subscriptions s ON s.id = i.subscription_id
    WHERE p.stripe_created_at >= ${since} AND p.refunded_minor > 0 AND ${NOT_A_PACK} GROUP BY 1, 2, 3
    UNION ALL
    SELECT to_char(bought_at AT TIME ZONE 'UTC', 'YYYY-MM'), currency, NULL, kind, sum(amount)::text
    FROM credit_purchases CROSS JOIN LATERAL (VALUES ('packs', amount_minor), ('packs_returned', returned_minor)) part (kind, amount)
    WHERE bought_at >= ${since} AND amount > 0 GROUP BY 1, 2, 4`;
  return rows.map(({ total, ...row }) => ({ ...row, amountMinor: Number(total) }));
}

/** What all calls cost since then, by month. Read from the sums of days. */
export async function sumCosts(since: Date): Promise<{ month: string; costMicros: bigint }[]> {
  return db.$queryRaw`
    SELECT to_char(day, 'YYYY-MM') AS month, sum(spent_micros)::bigint AS "costMicros"
    FROM spend_days WHERE day >= (${since} AT TIME ZONE 'UTC')::date GROUP BY 1`;
}

export type CostRow = {
  plan: string;
  model: string;
  calls: number;
  inputTokens: bigint;
  outputTokens: bigint;
  chargedMicros: bigint;
  giftMicros: bigint;
  creditMicros: bigint;
  overrunMicros: bigint;
};

/** What the calls of a month ("2026-11") cost, by plan and model. */
export function findCosts(month: string): Promise<CostRow[]> {
  return db.$queryRaw`
    SELECT plan, model, sum(receipts)::int AS calls, sum(input_tokens + embedding_tokens)::bigint AS "inputTokens",
      sum(output_tokens)::bigint AS "outputTokens", sum(charged_micros)::bigint AS "chargedMicros",
      sum(gift_micros)::bigint AS "giftMicros", sum(credit_micros)::bigint AS "creditMicros", sum(overrun_micros)::bigint AS "overrunMicros"
    FROM usage_cycles WHERE month = ${dayOne(month)}::date GROUP BY plan, model ORDER BY plan, model`;
}

export type PersonCost = { userId: string; email: string; costMicros: bigint; yearCostMicros: bigint };

/** Who cost most in a month, and what they cost in the year that ends with it. The months are in order. */
export function findDearest(months: readonly string[], limit: number): Promise<PersonCost[]> {
  return db.$queryRaw`
    SELECT dear.user_id::text AS "userId", u.email, cost AS "costMicros", (
      SELECT sum(charged_micros + overrun_micros)::bigint FROM usage_cycles
      WHERE month = ANY(${months.map(dayOne)}::date[]) AND user_id = dear.user_id
    ) AS "yearCostMicros"
    FROM (
      SELECT user_id, sum(charged_micros + overrun_micros)::bigint AS cost FROM usage_cycles
      WHERE month = ${dayOne(months.at(-1) ?? "")}::date GROUP BY user_id ORDER BY cost DESC, user_id LIMIT ${limit}::int
    ) dear JOIN users u ON u.id = dear.user_id
    ORDER BY cost DESC, dear.user_id`;
}

export type PersonRevenue = {
  userId: string;
  currency: string;
  invoicesMinor: number;
  refundedMinor: number;
  packsMinor: number;
  packsReturnedMinor: number;
};
type Span = { since: Date; until: Date };

/** What these people paid in a time, by currency; each kind from its index of people. */
export function findRevenueOf(userIds: readonly string[], { since, until }: Span): Promise<PersonRevenue[]> {
  return db.$queryRaw`
    SELECT user_id::text AS "userId", currency, sum(invoices)::float8 AS "invoicesMinor", sum(refunds)::float8 AS "refundedMinor",
      sum(packs)::float8 AS "packsMinor", sum(returned)::float8 AS "packsReturnedMinor"
    FROM (
      SELECT user_id, currency, amount_paid_minor AS invoices, 0 AS refunds, 0 AS packs, 0 AS returned FROM invoices
      WHERE user_id = ANY(${userIds}::uuid[]) AND stripe_created_at >= ${since} AND stripe_created_at < ${until}
        AND amount_paid_minor > 0
      UNION ALL
      SELECT user_id, currency, 0, refunded_minor, 0, 0 FROM payments p
      WHERE user_id = ANY(${userIds}::uuid[]) AND stripe_created_at >= ${since} AND stripe_created_at < ${until}
        AND refunded_minor > 0 AND ${NOT_A_PACK}
      UNION ALL
      SELECT user_id, currency, 0, 0, amount_minor, returned_minor FROM credit_purchases
      WHERE user_id = ANY(${userIds}::uuid[]) AND bought_at >= ${since} AND bought_at < ${until}
    ) paid GROUP BY user_id, currency ORDER BY user_id, currency`;
}

export type PersonMonth = { userId: string; email: string; costMicros: bigint };

/** Everybody in the order of their ids, a page at a time, with what they cost in a month. */
export function findPeopleCosts(month: string, { after, take }: { after: string | undefined; take: number }) {
  return db.$queryRaw<PersonMonth[]>`
    SELECT person.id::text AS "userId", email, COALESCE((
      SELECT sum(charged_micros + overrun_micros) FROM usage_cycles
      WHERE month = ${dayOne(month)}::date AND user_id = person.id
    ), 0)::bigint AS "costMicros"
    FROM users person
    WHERE person.id > ${after ?? "00000000-0000-0000-0000-000000000000"}::uuid
    ORDER BY person.id LIMIT ${take}::int`;
}

function dayOne(month: string): string {
  return `${month}-01`;
}
