import "server-only";
import { insertEvent } from "@/lib/audit/queries";
import type { Db } from "@/lib/db/client";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { currentRequestId } from "@/lib/platform/request-context";

export type AuditEvent = {
  /** Who did it; null for the system itself. */
  actorId: string | null;
  /** `thing.happened`, like `password.changed`. */
  action: string;
  /** What it was done to, when that is not the actor: an id, never a mail address. */
  subject?: string;
  /** Facts that outlive the person they are about, so nothing personal and no secret. */
  detail?: Readonly<Record<string, string | number | boolean | null>>;
};

/** Writes the event into the caller's transaction: what did not happen is not on record, and the other way round. */
export async function recordAudit(
  tx: Db,
  { actorId, action, subject, detail }: AuditEvent,
  clock = now,
): Promise<void> {
  await insertEvent(tx, {
    id: newId(),
    actorId,
    action,
    subject: subject ?? null,
    detail: { ...detail },
    requestId: currentRequestId() ?? null,
    createdAt: clock(),
  });
}
