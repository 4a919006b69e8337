import "server-only";
import type { Delivery } from "@/lib/adapters/payments/delivery";
import { type Db, db, Prisma } from "@/lib/db/client";

export type NewEvent = Delivery & { ignoredBecause: string | null; warning: string | null };

/** `touchedAt` is wall time: the sweep gives a job to what nobody touched for a while. */
type InboxTimes = { receivedAt: Date; touchedAt: Date };

/**
 * Stores an event and adds its job in ONE statement, so that neither can be without the other. False when it is
 * known already, whether from before or from another delivery at this very moment; then nothing is added.
 */
export async function putEvent(event: NewEvent, job: Prisma.Sql | null, times: InboxTimes): Promise<boolean> {
  const { receivedAt, touchedAt } = times;
  const effect = job === null ? Prisma.sql`stored.id` : Prisma.sql`(${job}).id::text`;
  const rows = await db.$queryRaw<unknown[]>`
    WITH stored AS (
      INSERT INTO stripe_events (id, type, api_version, livemode, customer_id, payload, status, reason, warning,
        stripe_created_at, received_at, updated_at)
      VALUES (${event.id}, ${event.type}, ${event.apiVersion}, ${event.livemode}, ${event.customerId},
        ${JSON.stringify(event.payload)}::jsonb, ${event.ignoredBecause === null ? "received" : "ignored"}::stripe_event_status,
        ${event.ignoredBecause}, ${event.warning}, ${event.createdAt}, ${receivedAt}, ${touchedAt})
      ON CONFLICT (id) DO NOTHING
      RETURNING id
    )
    SELECT ${effect} AS effect FROM stored`;
  return rows.length > 0;
}

/** What is stored for a customer and not applied; given-up ones too, because a sync that succeeds covers them. */
export async function findOpenEvents(tx: Db, customerId: string): Promise<string[]> {
  const rows = await tx.stripeEvent.findMany({
    where: { customerId, status: { in: ["received", "failed", "dead"] } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

export async function markApplied(tx: Db, ids: string[], at: Date): Promise<void> {
  await tx.stripeEvent.updateMany({
    where: { id: { in: ids } },
    data: { status: "applied", reason: null, appliedAt: at, attempts: { increment: 1 } },
  });
}

type SetAside = { status: "ignored" | "failed" | "dead"; reason: string };

/** Only what still waits: an event that somebody else applied meanwhile stays applied. */
export async function markSetAside(ids: string[], { status, reason }: SetAside): Promise<void> {
  await db.stripeEvent.updateMany({
    where: { id: { in: ids }, status: { in: ["received", "failed"] } },
    data: { status, reason, attempts: { increment: 1 } },
  });
}

/** Customers with events untouched since `before` for whom no job waits under `jobKeyPrefix` + id. */
export async function findStuckCustomers(before: Date, jobKeyPrefix: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ customerId: string }[]>`
    SELECT DISTINCT e.customer_id AS "customerId" FROM stripe_events e
    WHERE e.status IN ('received', 'failed') AND e.updated_at < ${before} AND e.customer_id IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM graphile_worker.jobs j
        WHERE j.key = ${jobKeyPrefix} || e.customer_id AND j.locked_at IS NULL AND j.attempts < j.max_attempts)`;
  return rows.map(({ customerId }) => customerId);
}

/** Events that wait to be told whose they are, untouched since `before`, with no job under `jobKeyPrefix` + id. */
export async function findStuckStrangers(before: Date, jobKeyPrefix: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM stripe_events e
    WHERE e.status IN ('received', 'failed') AND e.updated_at < ${before} AND e.customer_id IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM graphile_worker.jobs j
        WHERE j.key = ${jobKeyPrefix} || e.id AND j.locked_at IS NULL AND j.attempts < j.max_attempts)`;
  return rows.map(({ id }) => id);
}

/** An event that is not settled and does not say whose it is. */
export function findUnidentified(id: string) {
  return db.stripeEvent.findFirst({
    where: { id, customerId: null, status: { in: ["received", "failed", "dead"] } },
    select: { payload: true },
  });
}

export async function giveCustomer(tx: Db, id: string, customerId: string): Promise<void> {
  await tx.stripeEvent.updateMany({ where: { id }, data: { customerId } });
}
