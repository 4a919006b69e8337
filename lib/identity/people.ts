import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { type Db, db } from "@/lib/db/client";
import { admitAttempt, type Caller } from "@/lib/identity/attempts";
import {
  findAdminRows,
  findIdByCustomer,
  findPersonRow,
  findSignInMethods,
  writeCustomer,
  writeName,
} from "@/lib/identity/queries/people";
import type { ChangeName, SignInMethods, Viewer } from "@/lib/identity/schema";
import { now, wallTime } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

type Person = { id: string; email: string; name: string | null; role: Viewer["role"]; emailVerified: Date | null };

/** The explicit shape that leaves this domain, so that a new column is never shown by accident. */
export function viewerOf({ id, email, name, role, emailVerified }: Person): Viewer {
  return { id, email, name, role, emailVerified: emailVerified !== null };
}

export async function findPerson(userId: string): Promise<Viewer | undefined> {
  const row = await findPersonRow(userId);
  return row ? viewerOf(row) : undefined;
}

/** Who runs this installation, for letters about it. */
export function findAdmins(tx: Db): Promise<{ id: string; email: string }[]> {
  return findAdminRows(tx);
}

export function findUserIdByCustomer(customerId: string): Promise<string | undefined> {
  return findIdByCustomer(customerId);
}

/**
 * Remembers who a person is at the payment provider, unless that is known already.
 * Returns the customer that stands, which is another one when somebody was faster.
 * @throws AppError `not_found` when the person is gone.
 */
export async function setStripeCustomer(tx: Db, userId: string, customerId: string): Promise<string> {
  const standing = await writeCustomer(tx, userId, customerId);
  if (standing === undefined) throw new AppError("not_found");
  return standing;
}

/**
 * What a person wants to be called; null for by their address. The same name again changes nothing and is not on record.
 * @throws AppError `too_many_requests`
 */
export async function changeName(
  { id: userId, email }: Viewer,
  { name }: ChangeName,
  { caller, clock = now }: { caller: Caller; clock?: typeof now },
): Promise<void> {
  await admitAttempt({ kind: "profile", email, caller }, clock);
  await db.$transaction(async (tx) => {
    if (!(await writeName(tx, { userId, name }, clock()))) return;
    await recordAudit(tx, { actorId: userId, action: "name.changed", detail: { removed: name === null } }, clock);
  });
}

/** The ways a person can get in, for the settings page. */
export async function signInMethods(viewer: Viewer, clock = now): Promise<SignInMethods> {
  const row = await findSignInMethods(viewer.id, wallTime(clock));
  return {
    hasPassword: (row?.passwordHash ?? null) !== null,
    providers: row?.accounts.map(({ provider }) => provider) ?? [],
    sessionCount: row?._count.sessions ?? 0,
  };
}
