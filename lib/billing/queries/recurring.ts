import "server-only";
import type { Db, Prisma, Tx } from "@/lib/db/client";

/** The last that was noted of a subscription. Amounts are what it brings a year, in the currency's smallest unit. */
export type LastChange = {
  subscriptionId: string;
  sequence: number;
  plan: string;
  currency: string;
  afterYearlyMinor: bigint;
  at: Date;
};

/** Of each subscription a person ever paid for, also as another customer. */
export function findLastChanges(tx: Db, userId: string) {
  return tx.$queryRaw<LastChange[]>`
    SELECT DISTINCT ON (subscription_id) subscription_id AS "subscriptionId", sequence, plan, currency,
      after_yearly_minor AS "afterYearlyMinor", at
    FROM recurring_changes WHERE user_id = ${userId}::uuid ORDER BY subscription_id, sequence DESC`;
}

export async function insertChanges(tx: Tx, rows: Prisma.RecurringChangeCreateManyInput[]): Promise<void> {
  if (rows.length > 0) await tx.recurringChange.createMany({ data: rows });
}
