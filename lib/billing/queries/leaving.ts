import "server-only";
import { type Db, Prisma } from "@/lib/db/client";

/** Who the person is at Stripe, and was. */
export async function findCustomersOf(tx: Db, userId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT stripe_customer_id AS id FROM users WHERE id = ${userId}::uuid AND stripe_customer_id IS NOT NULL
    UNION SELECT customer_id FROM subscriptions WHERE user_id = ${userId}::uuid
    ORDER BY id`);
  return rows.map(({ id }) => id);
}

/** Subscriptions of the person whose status is none of these. */
export function countOthers(tx: Db, userId: string, over: readonly string[]): Promise<number> {
  return tx.subscription.count({ where: { userId, status: { notIn: [...over] } } });
}
