import "server-only";
import type { Db } from "@/lib/db/client";

/** Whether this closed it: of two who ask, one. */
export async function writeClosed(tx: Db, userId: string, at: Date): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id: userId, closedAt: null },
    data: { closedAt: at, updatedAt: at },
  });
  return count === 1;
}

/** The admins there are. Held until the end of the transaction, so that of the last two not both can leave. */
export async function holdAdmins(tx: Db): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE role = 'admin' AND closed_at IS NULL ORDER BY id FOR UPDATE`;
  return rows.map(({ id }) => id);
}

export async function isClosed(tx: Db, userId: string): Promise<boolean> {
  return (await tx.user.count({ where: { id: userId, closedAt: { not: null } } })) > 0;
}

export async function findAddress(tx: Db, userId: string): Promise<string | undefined> {
  return (await tx.user.findUnique({ where: { id: userId }, select: { email: true } }))?.email;
}

/** Everything that a browser, a key or a mailed link of theirs could open. */
export async function deleteWaysIn(tx: Db, { userId, email }: { userId: string; email: string }): Promise<void> {
  await tx.session.deleteMany({ where: { userId } });
  await tx.apiKey.deleteMany({ where: { userId } });
  await tx.$executeRaw`DELETE FROM verification_tokens WHERE split_part(identifier, ':', 2) = ${email}`;
}

/** Takes from the row all that says who it was; the row stays, because money hangs on it. */
export async function anonymise(tx: Db, { userId, email }: { userId: string; email: string }, at: Date): Promise<void> {
  await tx.account.deleteMany({ where: { userId } });
  await tx.user.update({
    where: { id: userId },
    data: { email, name: null, image: null, passwordHash: null, emailVerified: null, role: "user", updatedAt: at },
    select: { id: true },
  });
}
