import "server-only";
import { Prisma } from "@/lib/db/client";
import { onlyRow } from "@/lib/db/statement";

/** Whose customer it is by our own records, or was, where it is nobody's any more; null when it never was anybody's here. */
export async function findOwner(customerId: string): Promise<string | null> {
  const { userId } = await onlyRow<{ userId: string | null }>(Prisma.sql`SELECT ${ownerIn(customerId)} AS "userId"`);
  return userId;
}

/** The same, as a part of a larger statement. */
export function ownerIn(customerId: string): Prisma.Sql {
  return Prisma.sql`coalesce((SELECT id FROM users WHERE stripe_customer_id = ${customerId}),
    (SELECT user_id FROM subscriptions WHERE customer_id = ${customerId} LIMIT 1))::text`;
}
