import "server-only";
import { recordAudit } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { markProven, markProvenAndClear } from "@/lib/identity/queries/people";
import { deleteSessionsOf } from "@/lib/identity/queries/sessions";
import { now } from "@/lib/platform/clock";

/**
 * Somebody has shown that an address is theirs: by a mailed link, or by a provider that checked it.
 *
 * Anybody can sign up with anybody's address, so until then whatever is on the account may be a stranger's. The first
 * proof therefore takes the password, the name and every session away. Later proofs change nothing. It runs in the
 * caller's transaction, together with what the proof is for.
 */
export async function proveAddress(tx: Db, userId: string, clock = now): Promise<void> {
  if (!(await markProvenAndClear(tx, userId, clock()))) return;
  await deleteSessionsOf(tx, userId);
  await recordAudit(tx, { actorId: userId, action: "address.proven", detail: { cleared: true } }, clock);
}

/** The same by who is known to have set the password: see `verification.ts`. */
export async function proveOwnAddress(tx: Db, userId: string, clock = now): Promise<void> {
  await markProven(tx, userId, clock());
  await recordAudit(tx, { actorId: userId, action: "address.proven", detail: { cleared: false } }, clock);
}
