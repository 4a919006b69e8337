import "server-only";
import type { Db, Prisma } from "@/lib/db/client";

type AuditRow = {
  id: string;
  actorId: string | null;
  action: string;
  subject: string | null;
  detail: Prisma.InputJsonObject;
  requestId: string | null;
  createdAt: Date;
};

export async function insertEvent(tx: Db, event: AuditRow): Promise<void> {
  await tx.auditEvent.create({ data: event, select: { id: true } });
}
