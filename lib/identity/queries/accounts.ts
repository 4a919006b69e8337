import "server-only";
import { type Db, db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

type Provided = { email: string; name: string | null; image: string | null };

/** A person who came through a provider that checked the address. */
export function insertFromProvider(person: Provided, at: Date) {
  return db.user.create({
    data: { ...person, id: newId(), emailVerified: at, createdAt: at, updatedAt: at },
    select: { id: true, email: true, name: true, image: true, emailVerified: true },
  });
}

type NewAccount = { userId: string; type: string; provider: string; providerAccountId: string };

export async function insertAccount(tx: Db, account: NewAccount, at: Date): Promise<void> {
  await tx.account.create({ data: { ...account, id: newId(), createdAt: at }, select: { id: true } });
}
