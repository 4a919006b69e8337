import "server-only";
import { db } from "@/lib/db/client";

const FOUND = 25;
const SHOWN = 50;

/** By the beginning of their mail address, in its order; everybody, the newest first, without one. */
export function findPeople(beginning: string) {
  return db.user.findMany({
    where: beginning === "" ? {} : { email: { startsWith: literally(beginning) } },
    orderBy: beginning === "" ? [{ createdAt: "desc" }, { id: "desc" }] : { email: "asc" },
    take: FOUND,
    select: { id: true, email: true, name: true, createdAt: true, stripeCustomerId: true },
  });
}

/** What stands for anything in a LIKE stands for itself. */
function literally(words: string): string {
  return words.replaceAll(/[\\%_]/g, "\\$&");
}

export function findPersonById(id: string) {
  return db.user.findUnique({
    where: { id },
    select: { id: true, email: true, name: true, createdAt: true, stripeCustomerId: true },
  });
}

export function findSubscriptionsOf(userId: string) {
  return db.subscription.findMany({
    where: { userId },
    orderBy: [{ stripeCreatedAt: "desc" }, { id: "desc" }],
    take: SHOWN,
  });
}

export function findPaymentsOf(userId: string) {
  return db.payment.findMany({
    where: { userId },
    orderBy: [{ stripeCreatedAt: "desc" }, { id: "desc" }],
    take: SHOWN,
    include: { user: { select: { email: true } } },
  });
}

/** Without the payloads, which hold what people typed. */
export function findEventsOf(customerId: string) {
  return db.stripeEvent.findMany({
    where: { customerId },
    orderBy: [{ stripeCreatedAt: "desc" }, { id: "desc" }],
    take: SHOWN,
    omit: { payload: true },
  });
}

/** Without what they say: a link in one of them lets its owner in. */
export function findLettersOf(userId: string) {
  return db.notification.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: SHOWN,
    select: { id: true, template: true, channel: true, status: true, createdAt: true },
  });
}

export type DeedRow = {
  id: string;
  action: string;
  actorId: string | null;
  by: string | null;
  detail: Record<string, unknown>;
  at: Date;
};

/** What they did, and what was done to them, each from its own index. */
export function findDeedsOf(userId: string) {
  return db.$queryRaw<DeedRow[]>`
    SELECT e.id, e.action, e.actor_id AS "actorId", u.email AS by, e.detail, e.created_at AS at FROM (
      (SELECT * FROM audit_events WHERE actor_id = ${userId}::uuid ORDER BY created_at DESC LIMIT ${SHOWN})
      UNION
      (SELECT * FROM audit_events WHERE subject = ${userId} ORDER BY created_at DESC LIMIT ${SHOWN})
    ) e LEFT JOIN users u ON u.id = e.actor_id
    ORDER BY e.created_at DESC, e.id DESC LIMIT ${SHOWN}`;
}
