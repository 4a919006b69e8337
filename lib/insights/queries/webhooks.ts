import "server-only";
import type { EventState } from "@/lib/billing/schema";
import { db } from "@/lib/db/client";

export function countReceived(since: Date): Promise<number> {
  return db.stripeEvent.count({ where: { receivedAt: { gte: since } } });
}

export function countInState(status: EventState, since: Date): Promise<number> {
  return db.stripeEvent.count({ where: { status, receivedAt: { gte: since } } });
}

type LogWish = { state: EventState | undefined; since: Date; afterId: string | undefined; take: number };

/** The newest first. Without the payloads, which hold what people typed. */
export function findLog({ state, since, afterId, take }: LogWish) {
  return db.stripeEvent.findMany({
    where: { receivedAt: { gte: since }, ...(state ? { status: state } : {}) },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take,
    ...(afterId ? { cursor: { id: afterId }, skip: 1 } : {}),
    omit: { payload: true },
  });
}

export function findWholeEvent(id: string) {
  return db.stripeEvent.findUnique({ where: { id } });
}
