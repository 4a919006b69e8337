import "server-only";
import type { Db } from "@/lib/db/client";
import { db, Prisma } from "@/lib/db/client";

export function findAddressee(tx: Db, userId: string) {
  return tx.user.findUnique({ where: { id: userId }, select: { email: true } });
}

/** Since when this installation writes letters about money: what happened before it is not told afterwards. */
export async function findLettersStart(tx: Db): Promise<Date | undefined> {
  return (await tx.milestone.findUnique({ where: { name: "billing-letters" }, select: { at: true } }))?.at;
}

const INVOICES_AT_MOST = 50;

/**
 * Of a person's projection what letters are about: of what is over by itself, like a payment that arrived, only what came
 * after `since`.
 */
export async function findStoryRows(tx: Db, { userId, since }: { userId: string; since: Date }) {
  const subscriptions = await tx.subscription.findMany({
    where: { userId, OR: [{ endedAt: null }, { endedAt: { gte: since } }] },
  });
  const invoices = await tx.invoice.findMany({
    where: { userId, OR: [{ status: "open" }, { status: "paid", paidAt: { gte: since } }] },
    orderBy: { stripeCreatedAt: "desc" },
    take: INVOICES_AT_MOST,
  });
  const refunded = await tx.payment.findMany({
    where: { userId, refundedMinor: { gt: 0 }, stripeCreatedAt: { gte: since } },
  });
  const card = await tx.paymentMethod.findFirst({ where: { userId, isDefault: true }, orderBy: { syncedAt: "desc" } });
  const endings = await tx.unpaidEnding.findMany({ where: { userId }, select: { subscriptionId: true } });
  return { subscriptions, invoices, refunded, card, endings };
}

/** The keys with this beginning under which the person was told something. */
export async function findToldKeys(tx: Db, userId: string, prefix: string): Promise<string[]> {
  const rows = await tx.notification.findMany({
    where: { userId, dedupeKey: { startsWith: prefix } },
    select: { dedupeKey: true },
  });
  return rows.map(({ dedupeKey }) => dedupeKey);
}

export function findEnding(subscriptionId: string) {
  return db.unpaidEnding.findUnique({ where: { subscriptionId } });
}

type Beginning = { subscriptionId: string; userId: string; customerId: string };

/** Once begun it stays as it began. */
export async function beginEnding({ subscriptionId, userId, customerId }: Beginning, at: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO unpaid_endings (subscription_id, user_id, customer_id, began_at, updated_at)
    VALUES (${subscriptionId}, ${userId}::uuid, ${customerId}, ${at}, ${at})
    ON CONFLICT (subscription_id) DO NOTHING`;
}

/** Because it was paid for after all. */
export async function withdrawEnding(subscriptionId: string): Promise<void> {
  await db.unpaidEnding.deleteMany({ where: { subscriptionId, finishedAt: null } });
}

/** True for the one who finishes it. */
export async function finishEnding(tx: Db, subscriptionId: string, at: Date): Promise<boolean> {
  const { count } = await tx.unpaidEnding.updateMany({
    where: { subscriptionId, finishedAt: null },
    data: { finishedAt: at, updatedAt: at },
  });
  return count === 1;
}

/** Endings that began before, of which nobody may be at work any more. */
export async function findUnfinishedEndings(before: Date): Promise<string[]> {
  const rows = await db.unpaidEnding.findMany({
    where: { finishedAt: null, beganAt: { lt: before } },
    select: { subscriptionId: true },
  });
  return rows.map(({ subscriptionId }) => subscriptionId);
}

/** How long before or after a date of a subscription something is due, in milliseconds. */
export type DueOffsets = {
  trialNoticeMs: number;
  renewalNoticeMs: number;
  cardNoticeMs: number;
  /** After a period's end, when Stripe has tried to collect the next. */
  renewedAfterMs: number;
  /** After a payment first failed. */
  unpaidMs: readonly number[];
};
type Due = { now: Date; atMost: number; jobKeyPrefix: string };

/**
 * Customers for whom something fell due after we last asked Stripe about them, and for whom no sync waits under
 * `jobKeyPrefix` + id. A sync that is through takes its customer off this list, so nobody is on it for ever.
 */
export async function findDueCustomers(offsets: DueOffsets, { now, atMost, jobKeyPrefix }: Due): Promise<string[]> {
  const rows = await db.$queryRaw<{ customerId: string }[]>`
    WITH ${dueMoments(offsets)}
    SELECT DISTINCT customer_id AS "customerId" FROM due
    WHERE at > synced_at AND at <= ${now} AND NOT EXISTS (
      SELECT 1 FROM graphile_worker.jobs j
      WHERE j.key = ${jobKeyPrefix} || due.customer_id AND j.locked_at IS NULL AND j.attempts < j.max_attempts)
    LIMIT ${atMost}`;
  return rows.map(({ customerId }) => customerId);
}

/** `due (customer_id, synced_at, at)`: the moments at which something falls due, of everybody or of one customer. */
export function dueMoments(offsets: DueOffsets, customerId?: string): Prisma.Sql {
  const seconds = (ms: number) => ms / 1_000;
  const theirs = (alias: "s" | "c") =>
    customerId === undefined ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(alias)}.customer_id = ${customerId}`;
  return Prisma.sql`due AS (
    SELECT s.customer_id, s.synced_at, moment.at FROM subscriptions s CROSS JOIN LATERAL (
      SELECT s.trial_end - make_interval(secs => ${seconds(offsets.trialNoticeMs)}::float8) AS at WHERE s.status = 'trialing'
      UNION ALL
      SELECT s.current_period_end - make_interval(secs => ${seconds(offsets.renewalNoticeMs)}::float8)
        WHERE s.status = 'active' AND s.interval = 'year'
      UNION ALL
      SELECT s.current_period_end + make_interval(secs => ${seconds(offsets.renewedAfterMs)}::float8)
        WHERE s.status IN ('active', 'trialing')
      UNION ALL
      SELECT coalesce(s.past_due_since, s.current_period_start) + make_interval(secs => step.secs)
        FROM unnest(${offsets.unpaidMs.map(seconds)}::float8[]) AS step(secs) WHERE s.status IN ('past_due', 'unpaid')
    ) AS moment
    WHERE s.status IN ('active', 'trialing', 'past_due', 'unpaid') ${theirs("s")}
    UNION ALL
    SELECT c.customer_id, c.synced_at, month.at - make_interval(secs => ${seconds(offsets.cardNoticeMs)}::float8)
    FROM payment_methods c CROSS JOIN LATERAL (
      SELECT make_timestamptz(c.exp_year, c.exp_month, 1, 0, 0, 0, 'UTC') AS at
    ) AS month
    WHERE c.is_default ${theirs("c")}
  )`;
}

/** The page at Stripe where the oldest invoice can be paid that is missing for a subscription that could go on. */
export async function findPayPage(userId: string): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ url: string }[]>`
    SELECT i.hosted_url AS url FROM invoices i JOIN subscriptions s ON s.id = i.subscription_id
    WHERE i.user_id = ${userId}::uuid AND i.status = 'open' AND i.amount_remaining_minor > 0 AND i.hosted_url IS NOT NULL
      AND s.status IN ('past_due', 'unpaid', 'incomplete')
    ORDER BY s.is_primary DESC, i.stripe_created_at LIMIT 1`;
  return row?.url;
}
