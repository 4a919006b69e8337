import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { closeAccount } from "@/lib/identity/leaving";
import type { Viewer } from "@/lib/identity/schema";
import { enqueueDeletion } from "@/lib/privacy/deletion-job";
import { insertDeletion } from "@/lib/privacy/queries";
import type { DeleteAccount } from "@/lib/privacy/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/**
 * Begins to delete an account: it is closed at once, everywhere, and a job does the rest, what still charges first. All
 * of it or nothing. There is no way back.
 * @throws AppError `invalid_input` when the typed address is not the account's own.
 */
export async function leave(viewer: Viewer, { email }: DeleteAccount, now: Clock = clockNow): Promise<void> {
  if (email !== viewer.email) {
    throw new AppError("invalid_input", undefined, { fields: { email: ["That is not the address of this account."] } });
  }
  await db.$transaction(async (tx) => {
    const isFirst = await closeAccount(tx, viewer, now);
    await insertDeletion(tx, viewer.id, now());
    await enqueueDeletion(tx, viewer.id);
    if (isFirst) await recordAudit(tx, { actorId: viewer.id, action: "account.deletion_requested" }, now);
  });
}
