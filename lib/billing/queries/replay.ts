import "server-only";
import { type Db, db } from "@/lib/db/client";

export function findEvent(id: string) {
  return db.stripeEvent.findUnique({
    where: { id },
    select: { id: true, status: true, customerId: true, payload: true },
  });
}

/** Back to where they were when they came in; applied ones stay applied. */
export async function markReceived(tx: Db, ids: string[], at: Date): Promise<void> {
  await tx.stripeEvent.updateMany({
    where: { id: { in: ids }, status: { not: "applied" } },
    data: { status: "received", reason: null, updatedAt: at },
  });
}

/** Those that were not applied when they were tried, the oldest first. */
export function findUnapplied(tx: Db, take: number) {
  return tx.stripeEvent.findMany({
    where: { status: { in: ["failed", "dead"] } },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    take,
    select: { id: true, customerId: true },
  });
}
