import "server-only";
import { type Db, db, Prisma } from "@/lib/db/client";
import type { SignUp, Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

type PersonRow = { id: string; email: string; name: string | null; role: Viewer["role"]; emailVerified: Date | null };
const PERSON = { id: true, email: true, name: true, role: true, emailVerified: true } as const;

export type Secrets = { id: string; passwordHash: string | null; emailVerified: Date | null };
const SECRETS = { id: true, passwordHash: true, emailVerified: true } as const;

export function findPersonRow(userId: string): Promise<PersonRow | null> {
  return db.user.findUnique({ where: { id: userId }, select: PERSON });
}

export function findAdminRows(tx: Db): Promise<{ id: string; email: string }[]> {
  return tx.user.findMany({ where: { role: "admin", closedAt: null }, select: { id: true, email: true } });
}

export function findPersonByEmail(tx: Db, email: string): Promise<PersonRow | null> {
  return tx.user.findUnique({ where: { email }, select: PERSON });
}

/** For comparing a password; the one query besides {@link lockSecrets} that reads the hash. */
export function findSecrets(where: { id: string } | { email: string }): Promise<Secrets | null> {
  return db.user.findUnique({ where, select: SECRETS });
}

/** The same, held until the transaction ends, so that nobody changes the password between check and use. */
export async function lockSecrets(tx: Db, email: string): Promise<Secrets | undefined> {
  const rows = await tx.$queryRaw<Secrets[]>`
    SELECT id, password_hash AS "passwordHash", email_verified_at AS "emailVerified"
    FROM users WHERE email = ${email} FOR UPDATE`;
  return rows[0];
}

type NewSignUp = Pick<SignUp, "email" | "name"> & { passwordHash: string };

/**
 * The id of the person who now waits for proof, or nothing when the address was proven by its owner before. A second
 * sign-up with an unproven address replaces the first: neither has shown that it is theirs.
 */
export async function insertUnproven(tx: Db, { email, name, passwordHash }: NewSignUp, at: Date) {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO users (id, email, name, password_hash, created_at, updated_at)
    VALUES (${newId()}::uuid, ${email}, ${name}, ${passwordHash}, ${at}, ${at})
    ON CONFLICT (email) DO UPDATE
      SET password_hash = EXCLUDED.password_hash, name = EXCLUDED.name, updated_at = EXCLUDED.updated_at
      WHERE users.email_verified_at IS NULL
    RETURNING id`;
  return rows[0]?.id;
}

/** A person whose address is proven from the start; with `ON CONFLICT`, because two links may be used at once. */
export async function insertProven(tx: Db, email: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO users (id, email, email_verified_at, created_at, updated_at)
    VALUES (${newId()}::uuid, ${email}, ${at}, ${at}, ${at})
    ON CONFLICT (email) DO NOTHING`;
}

/** Marks an address as proven and keeps the password: whoever proves it is who chose it. */
export async function markProven(tx: Db, userId: string, at: Date): Promise<void> {
  await tx.user.updateMany({ where: { id: userId, emailVerified: null }, data: { emailVerified: at, updatedAt: at } });
}

/**
 * The first proof of an address by somebody who did not set what is there: password, name and picture go.
 * Returns whether this was the first.
 */
export async function markProvenAndClear(tx: Db, userId: string, at: Date): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, emailVerified: null },
    data: { emailVerified: at, passwordHash: null, name: null, image: null, updatedAt: at },
  });
  return count === 1;
}

export async function writePassword(
  tx: Db,
  { userId, passwordHash }: { userId: string; passwordHash: string },
  at: Date,
) {
  await tx.user.update({ where: { id: userId }, data: { passwordHash, updatedAt: at }, select: { id: true } });
}

/** Returns whether that was a change. */
export async function writeName(tx: Db, { userId, name }: { userId: string; name: string | null }, at: Date) {
  const changed = await tx.$executeRaw`
    UPDATE users SET name = ${name}, updated_at = ${at}
    WHERE id = ${userId}::uuid AND name IS DISTINCT FROM ${name}`;
  return changed === 1;
}

export async function findIdByCustomer(customerId: string): Promise<string | undefined> {
  const row = await db.user.findUnique({ where: { stripeCustomerId: customerId }, select: { id: true } });
  return row?.id;
}

/** Sets the customer only where none is, in one statement; the answer is the one that stands. */
export async function writeCustomer(tx: Db, userId: string, customerId: string): Promise<string | undefined> {
  const rows = await tx.$queryRaw<{ customer: string }[]>(Prisma.sql`
    UPDATE users SET stripe_customer_id = COALESCE(stripe_customer_id, ${customerId})
    WHERE id = ${userId}::uuid RETURNING stripe_customer_id AS customer`);
  return rows[0]?.customer;
}

/** How a person can get in, in one round trip. */
export async function findSignInMethods(userId: string, at: Date) {
  return db.user.findUnique({
    where: { id: userId },
    select: {
      passwordHash: true,
      accounts: { select: { provider: true }, orderBy: { createdAt: "asc" } },
      _count: { select: { sessions: { where: { expires: { gt: at } } } } },
    },
  });
}
