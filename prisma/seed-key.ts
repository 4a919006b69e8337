import { createKey, listKeys, revokeKey } from "@/lib/identity/keys/own-keys";
import { findPerson } from "@/lib/identity/people";
import { KEY_SCOPES } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";
import { db } from "@/lib/db/client";
import { PRO_EMAIL, SEEDED_KEY_NAME } from "@/prisma/seeded-people";

/**
 * A key of the seeded Pro customer, for the quick start. Called when nobody knows the one before: that one is revoked.
 * @returns nothing when they have made as many of their own as there may be.
 */
export async function seedKey(): Promise<string | undefined> {
  const { id } = await db.user.findUniqueOrThrow({ where: { email: PRO_EMAIL }, select: { id: true } });
  const viewer = await findPerson(id);
  if (viewer === undefined) return undefined;
  const lost = (await listKeys(viewer)).filter(({ name, state }) => name === SEEDED_KEY_NAME && state === "live");
  for (const key of lost) await revokeKey(viewer, key);
  const wish = { name: SEEDED_KEY_NAME, scopes: [...KEY_SCOPES] };
  const unlimited = { days: undefined, requestsPerMinute: undefined, budgetMicros: undefined };
  try {
    return (await createKey(viewer, { ...wish, ...unlimited })).secret;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
