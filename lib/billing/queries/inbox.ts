import "server-only";
import type { Delivery } from "@/lib/adapters/payments/delivery";
import { ownerIn } from "@/lib/billing/queries/owner";
import { type Db, db, Prisma } from "@/lib/db/client";
import { onlyRow, statement } from "@/lib/db/statement";
import { addJobs, type KeyedJob } from "@/lib/jobs/enqueue";
import { now, wallTime } from "@/lib/platform/clock";

export type NewEvent = Omit<Delivery, "createdAt"> & {
  ignoredBecause: string | null;
  warning: string | null;
  createdAt: Date;
  receivedAt: Date;
  /** Wall time: the sweep gives a job to what nobody touched for a while. */
  touchedAt: Date;
  job: KeyedJob | null;
};

/**
 * Stores events and adds their jobs in ONE statement, so that none can be without the other. False for what is known
 * already, whether from before or from another delivery at this very moment; then nothing is added. The order of the
 * locks is the same for everybody: events by id, then jobs by key.
 */
export async function putEvents(events: readonly NewEvent[]): Promise<boolean[]> {
  const rows = await statement<{ id: string }>(Prisma.sql`
    WITH event AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS event (id text, type text, "apiVersion" text,
        livemode boolean, "customerId" text, payload jsonb, "ignoredBecause" text, warning text, "createdAt" timestamptz,
        "receivedAt" timestamptz, "touchedAt" timestamptz, job jsonb)
    ),
    stored AS (
      INSERT INTO stripe_events (id, type, api_version, livemode, customer_id, payload, status, reason, warning,
        stripe_created_at, received_at, updated_at)
      SELECT id, type, "apiVersion", livemode, "customerId", payload,
        (CASE WHEN "ignoredBecause" IS NULL THEN 'received' ELSE 'ignored' END)::stripe_event_status,
        "ignoredBecause", warning, "createdAt", "receivedAt", "touchedAt"
      FROM event ORDER BY id
      ON CONFLICT (id) DO NOTHING
      RETURNING id
    ),
    added AS (${addJobs(Prisma.sql`
      SELECT asked.* FROM event JOIN stored USING (id) CROSS JOIN LATERAL jsonb_to_record(job)
        AS asked (name text, payload json, key text, "maxAttempts" int)
      WHERE job <> 'null'`)})
    SELECT id, (SELECT count(*) FROM added)::int AS jobs FROM stored`);
  const unclaimed = new Set(rows.map(({ id }) => id));
  return events.map(({ id }) => unclaimed.delete(id));
}

/** Whose customer it is, and what waits for it. */
export function findNews(customerId: string): Promise<{ userId: string | null; eventIds: string[] }> {
  return onlyRow(Prisma.sql`
    SELECT ${ownerIn(customerId)} AS "userId", ${openEventIds(customerId)} AS "eventIds"`);
}

const OPEN = Prisma.sql`status IN ('received', 'failed', 'dead')`;

/** What is stored for a customer and not applied; given-up ones too, because a sync that succeeds covers them. */
export function openEventIds(customerId: string): Prisma.Sql {
  return Prisma.sql`ARRAY(SELECT id FROM stripe_events WHERE customer_id = ${customerId} AND ${OPEN})`;
}

/** `at` is the world's time, `touchedAt` the wall's. */
export type Applying = { eventIds: readonly string[]; at: Date; touchedAt: Date };

export async function markApplied(tx: Db, applying: Applying): Promise<void> {
  if (applying.eventIds.length > 0) await tx.$executeRaw(applied(applying));
}

/** An update of the events that are still open; what another sync applied meanwhile stays as that left it. */
export function applied({ eventIds, at, touchedAt }: Applying, provided = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    UPDATE stripe_events SET status = 'applied', reason = NULL, applied_at = ${at}::timestamptz, attempts = attempts + 1,
      updated_at = ${touchedAt}::timestamptz ${provided} 
    WHERE id = ANY(${[...eventIds]}::text[]) AND ${OPEN}`;
}

type SetAside = { status: "ignored" | "failed" | "dead"; reason: string };

/** Only what still waits: an event that somebody else applied meanwhile stays applied. */
export async function markSetAside(ids: readonly string[], { status, reason }: SetAside): Promise<void> {
  await statement(Prisma.sql`
    UPDATE stripe_events SET status = ${status}::stripe_event_status, reason = ${reason}, attempts = attempts + 1,
      updated_at = ${wallTime(now)}::timestamptz
    WHERE id = ANY(${[...ids]}::text[]) AND status IN ('received', 'failed')`);
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
