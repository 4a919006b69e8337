import "server-only";
import { type Db, Prisma } from "@/lib/db/client";

/** The tables that mirror Stripe; their names and columns come from this program only. */
type Mirror = "subscriptions" | "invoices" | "payments" | "credit_purchases" | "payment_methods";
type Row = { id: string } & Record<string, string | number | boolean | Date | null>;

/** Writes rows as they are in Stripe now, in one statement. Every row has the same columns, in snake case. */
export async function putRows(tx: Db, table: Mirror, { rows, at }: { rows: readonly Row[]; at: Date }): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const list = Prisma.raw(columns.map((column) => `"${column}"`).join(", "));
  const updates = Prisma.raw(
    columns
      .filter((column) => column !== "id")
      .map((column) => `"${column}" = excluded."${column}"`)
      .join(", "),
  );
  const target = Prisma.raw(table);
  await tx.$executeRaw`
    INSERT INTO ${target} (${list}, created_at, updated_at)
    SELECT ${list}, ${at}, ${at} FROM jsonb_populate_recordset(NULL::${target}, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET ${updates}, updated_at = excluded.updated_at`;
}

/** What Stripe has no more: drafts that were deleted. */
export async function dropOtherInvoices(tx: Db, customerId: string, ids: string[]): Promise<void> {
  await tx.invoice.deleteMany({ where: { customerId, id: { notIn: ids } } });
}

/** What Stripe has no more: cards that were detached. */
export async function dropOtherCards(tx: Db, customerId: string, ids: string[]): Promise<void> {
  await tx.paymentMethod.deleteMany({ where: { customerId, id: { notIn: ids } } });
}

/** At most one card a customer is the default, so the old one steps back before another takes its place. */
export async function clearDefaultCard(tx: Db, customerId: string): Promise<void> {
  await tx.paymentMethod.updateMany({ where: { customerId, isDefault: true }, data: { isDefault: false } });
}

/** All of a person's subscriptions, also those of a customer they were before. */
export function findRanked(tx: Db, userId: string) {
  return tx.subscription.findMany({
    where: { userId },
    select: { id: true, plan: true, status: true, stripeCreatedAt: true },
  });
}

type Places = { primaryId: string | undefined; duplicateIds: string[] };

/** Two statements, because at no moment may two be primary. */
export async function putPlaces(tx: Db, userId: string, { primaryId, duplicateIds }: Places): Promise<void> {
  await tx.subscription.updateMany({ where: { userId }, data: { isPrimary: false, isDuplicate: false } });
  await tx.$executeRaw`
    UPDATE subscriptions SET is_primary = (id = ${primaryId ?? ""}), is_duplicate = (id = ANY(${duplicateIds}))
    WHERE user_id = ${userId}::uuid AND (id = ${primaryId ?? ""} OR id = ANY(${duplicateIds}))`;
}

/** What decides a person's standing, for telling whether a sync changed it. */
export function findPrimary(tx: Db, userId: string) {
  return tx.subscription.findFirst({
    where: { userId, isPrimary: true },
    select: {
      id: true,
      plan: true,
      status: true,
      currentPeriodStart: true,
      currentPeriodEnd: true,
      cancelAt: true,
      pastDueSince: true,
      pausedFrom: true,
      pausedUntil: true,
      quantity: true,
      priceId: true,
      interval: true,
      latestInvoiceId: true,
    },
  });
}

/** What we hold of a customer that can still change at Stripe. */
export async function findKnown(tx: Db, customerId: string) {
  const subscriptions = await tx.subscription.findMany({ where: { customerId }, select: { id: true } });
  const invoices = await tx.invoice.findMany({
    where: { customerId, status: { in: ["draft", "open", "uncollectible"] } },
    select: { id: true },
  });
  return {
    subscriptionIds: subscriptions.map(({ id }) => id),
    openInvoiceIds: invoices.map(({ id }) => id),
  };
}
