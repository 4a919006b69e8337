import "server-only";
import type { Db } from "@/lib/db/client";
import {
  anonymise,
  deleteWaysIn,
  findAddress,
  holdAdmins,
  isClosed,
  writeClosed,
} from "@/lib/identity/queries/leaving";
import type { Viewer } from "@/lib/identity/schema";
import { now } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** Mail to this domain leads nowhere, by standard. */
const NOWHERE = "deleted.invalid";
const ONLY_ADMIN = "You are the only admin here. Make somebody else one first.";

/**
 * From now on nobody is signed in as this person, or becomes it, and no key of theirs opens anything. What is theirs
 * stays until {@link forgetPerson}. Returns whether this closed it: of two who ask, one.
 * @throws AppError `conflict` for the only admin, after whom nobody could look after the others.
 */
export async function closeAccount(tx: Db, { id: userId, email }: Viewer, clock = now): Promise<boolean> {
  const admins = await holdAdmins(tx);
  if (admins.length === 1 && admins[0] === userId) throw new AppError("conflict", ONLY_ADMIN);
  const isFirst = await writeClosed(tx, userId, clock());
  await deleteWaysIn(tx, { userId, email });
  return isFirst;
}

/**
 * Takes from a closed account all that says whose it was; its address is free for a new account from then on.
 * @returns the address. @throws AppError `not_found`; `conflict` when the account was not closed.
 */
export async function forgetPerson(tx: Db, userId: string, clock = now): Promise<string> {
  const email = await findAddress(tx, userId);
  if (email === undefined) throw new AppError("not_found");
  if (!(await isClosed(tx, userId))) throw new AppError("conflict", "This account was not closed.");
  // Once more: a link may have been asked for since.
  await deleteWaysIn(tx, { userId, email });
  await anonymise(tx, { userId, email: `${userId}@${NOWHERE}` }, clock());
  return email;
}
