import "server-only";
import { type Db, db } from "@/lib/db/client";

export type TokenRow = { identifier: string; tokenHash: string; expires: Date };

export async function insertToken(tx: Db, { identifier, tokenHash, expires }: TokenRow, at: Date): Promise<void> {
  await tx.verificationToken.create({ data: { identifier, token: tokenHash, expires, createdAt: at } });
}

type Wanted = { purposes: readonly string[]; tokenHash: string };

/** Deletes and returns in one statement: of two who bring the same token, one gets the row. */
export async function takeToken(tx: Db, { purposes, tokenHash }: Wanted, at: Date): Promise<string | undefined> {
  const rows = await tx.$queryRaw<{ identifier: string }[]>`
    DELETE FROM verification_tokens
    WHERE token_hash = ${tokenHash} AND split_part(identifier, ':', 1) = ANY(${[...purposes]}::text[])
      AND expires_at > ${at}::timestamptz
    RETURNING identifier`;
  return rows[0]?.identifier;
}

/** Takes open links away, by their exact identifiers. */
export async function deleteTokens(tx: Db, identifiers: string[]): Promise<void> {
  await tx.verificationToken.deleteMany({ where: { identifier: { in: identifiers } } });
}

export async function deleteExpiredTokens(at: Date): Promise<number> {
  const { count } = await db.verificationToken.deleteMany({ where: { expires: { lte: at } } });
  return count;
}
