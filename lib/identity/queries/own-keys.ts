import "server-only";
import { type Db, db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

export type OwnKeyRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  requestsPerMinute: number | null;
  budgetMicros: bigint | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
  rotatedTo: { id: string } | null;
};

const SHOWN = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  requestsPerMinute: true,
  budgetMicros: true,
  lastUsedAt: true,
  expiresAt: true,
  revokedAt: true,
  createdAt: true,
  rotatedTo: { select: { id: true } },
} as const;

const live = (at: Date) => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] });
const over = (at: Date) => ({ OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: at } }] });

/** Whose keys are changed, held until the transaction ends; false when the account is closed. */
export async function holdOpenAccount(tx: Db, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ isOpen: boolean }[]>`
    SELECT closed_at IS NULL AS "isOpen" FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  return rows[0]?.isOpen ?? false;
}

export function countLiveKeys(tx: Db, userId: string, at: Date): Promise<number> {
  return tx.apiKey.count({ where: { userId, ...live(at) } });
}

/** All live ones, and of the others the newest `overCount`. Newest first. */
export async function findOwnKeys(userId: string, overCount: number, at: Date): Promise<OwnKeyRow[]> {
  const order = { orderBy: { createdAt: "desc" }, select: SHOWN } as const;
  const [alive, ended] = await Promise.all([
    db.apiKey.findMany({ where: { userId, ...live(at) }, ...order }),
    db.apiKey.findMany({ where: { userId, ...over(at) }, ...order, take: overCount }),
  ]);
  return [...alive, ...ended];
}

export function findOwnKey(tx: Db, userId: string, id: string): Promise<OwnKeyRow | null> {
  return tx.apiKey.findUnique({ where: { id, userId }, select: SHOWN });
}

type NewKeyRow = Pick<OwnKeyRow, "name" | "prefix" | "scopes" | "requestsPerMinute" | "budgetMicros" | "expiresAt"> & {
  userId: string;
  keyHash: string;
  rotatedFromId: string | null;
};

/** Returns its id. */
export async function insertKey(tx: Db, key: NewKeyRow, at: Date): Promise<string> {
  const { id } = await tx.apiKey.create({
    data: { id: newId(), ...key, createdAt: at, updatedAt: at },
    select: { id: true },
  });
  return id;
}

type OwnKey = { userId: string; id: string };

/** Returns whether that was a change. */
export async function writeKeyName(tx: Db, { userId, id, name }: OwnKey & { name: string }, at: Date) {
  const { count } = await tx.apiKey.updateMany({
    where: { id, userId, name: { not: name } },
    data: { name, updatedAt: at },
  });
  return count === 1;
}

/** Returns whether this revoked it: a key is revoked once. */
export async function writeRevoked(tx: Db, { userId, id }: OwnKey, at: Date): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({
    where: { id, userId, revokedAt: null },
    data: { revokedAt: at, updatedAt: at },
  });
  return count === 1;
}

/** Moves a key's end nearer, never further away. */
export async function writeEnd(tx: Db, { userId, id, expiresAt }: OwnKey & { expiresAt: Date }, at: Date) {
  await tx.apiKey.updateMany({
    where: { id, userId, OR: [{ expiresAt: null }, { expiresAt: { gt: expiresAt } }] },
    data: { expiresAt, updatedAt: at },
  });
}
