import { db } from "@/lib/db/client";
import { hashPassword } from "@/lib/identity/passwords";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { SEEDED_PASSWORD, SEEDED_PEOPLE } from "@/prisma/seeded-people";

/** Makes the people that are missing; whoever is there keeps a changed name or password. */
export async function seedPeople(): Promise<boolean> {
  const emails = SEEDED_PEOPLE.map(({ email }) => email);
  const known = await db.user.findMany({ where: { email: { in: emails } }, select: { email: true } });
  const missing = SEEDED_PEOPLE.filter(({ email }) => !known.some((person) => person.email === email));
  if (missing.length === 0) return false;

  const passwordHash = await hashPassword(SEEDED_PASSWORD);
  const at = now();
  const { count } = await db.user.createMany({
    data: missing.map((person) => ({ ...person, id: newId(), passwordHash, emailVerified: at, createdAt: at })),
    skipDuplicates: true,
  });
  return count > 0;
}
