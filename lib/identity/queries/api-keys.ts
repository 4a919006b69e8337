import "server-only";
import { db, Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";

export type PresentedKeyRow = {
  id: string;
  userId: string;
  name: string;
  scopes: string[];
  requestsPerMinute: number | null;
  budgetMicros: bigint | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  isProven: boolean;
  isClosed: boolean;
};

/** A key and its person: the one query before every request that comes with a key. */
export async function findPresentedKey(keyHash: string): Promise<PresentedKeyRow | undefined> {
  const rows = await statement<PresentedKeyRow>(Prisma.sql`
    SELECT k.id, k.user_id AS "userId", k.name, k.scopes, k.requests_per_minute AS "requestsPerMinute",
           k.budget_micros AS "budgetMicros", k.last_used_at AS "lastUsedAt", k.expires_at AS "expiresAt",
           k.revoked_at AS "revokedAt", u.email_verified_at IS NOT NULL AS "isProven", u.closed_at IS NOT NULL AS "isClosed"
    FROM api_keys k JOIN users u ON u.id = k.user_id
    WHERE k.key_hash = ${keyHash}`);
  return rows[0];
}

type Stance = Pick<PresentedKeyRow, "id" | "userId" | "scopes" | "requestsPerMinute" | "budgetMicros">;

/** Whether a key is still what it was, and opens as much: a condition for a statement that does what it is for. */
export function keyStands({ id, userId, scopes, requestsPerMinute, budgetMicros }: Stance, at: Date): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM api_keys k JOIN users u ON u.id = k.user_id
    WHERE k.id = ${id}::uuid AND k.user_id = ${userId}::uuid AND k.scopes = ${scopes}::text[]
      AND k.requests_per_minute IS NOT DISTINCT FROM ${requestsPerMinute}::int
      AND k.budget_micros IS NOT DISTINCT FROM ${budgetMicros}::bigint
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${at}::timestamptz)
      AND u.closed_at IS NULL AND u.email_verified_at IS NOT NULL)`;
}

/** Unless somebody else has noted the same. A use that lies ahead was noted before the world was moved back. */
export async function writeUse(keyId: string, { at, since }: { at: Date; since: Date }): Promise<void> {
  await db.$executeRaw`
    UPDATE api_keys SET last_used_at = ${at}
    WHERE id = ${keyId}::uuid AND (last_used_at IS NULL OR last_used_at <= ${since} OR last_used_at > ${at})`;
}
