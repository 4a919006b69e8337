import "server-only";
import { type Db, db, Prisma } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

/** What a run does, one after the other. */
export const STEPS = ["events", "customers", "subscriptions", "invoices", "payments", "comparing"] as const;
export type Step = (typeof STEPS)[number];

/** A run that is under way: its next page is that after `cursor` of `step`. */
export type OpenRun = {
  id: string;
  step: string;
  cursor: string | null;
  eventsUntil: Date | null;
  drift: number;
  startedAt: Date;
  touchedAt: Date;
};
const OPEN = {
  id: true,
  step: true,
  cursor: true,
  eventsUntil: true,
  drift: true,
  startedAt: true,
  touchedAt: true,
} as const;

type Beginning = { startedById: string | null; eventsUntil: Date; at: Date };

/**
 * Begins a run and returns its id. Where one is under way nothing happens, also when many begin one at the same moment.
 */
export async function openRun(tx: Db, { startedById, eventsUntil, at }: Beginning): Promise<string | undefined> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO reconcile_runs (id, started_by_id, step, events_until, started_at, touched_at)
    VALUES (${newId()}::uuid, ${startedById}::uuid, ${STEPS[0]}, ${eventsUntil}, ${at}, ${at})
    ON CONFLICT (status) WHERE status = 'running' DO NOTHING
    RETURNING id`;
  return rows[0]?.id;
}

export function findOpenRun(): Promise<OpenRun | null> {
  return db.reconcileRun.findFirst({ where: { status: "running" }, select: OPEN });
}

/** Takes a run over from whoever left it; false when somebody else works on it, or did so first. */
export async function takeOver({ id, touchedAt }: OpenRun, at: Date): Promise<boolean> {
  const { count } = await db.reconcileRun.updateMany({
    where: { id, status: "running", touchedAt },
    // Never the same moment again: it is what tells two who take it over apart.
    data: { touchedAt: new Date(Math.max(at.getTime(), touchedAt.getTime() + 1)) },
  });
  return count === 1;
}

type Progress = { step: Step; cursor: string | null; at: Date };
type Counts = Partial<Record<"eventsFound" | "checked" | "drift" | "repaired" | "total", number>>;

/**
 * Notes how far a run has got; false, and nothing is noted, when somebody else has taken it over since.
 */
export async function advance(
  tx: Db,
  run: OpenRun,
  { step, cursor, at }: Progress,
  counts: Counts = {},
): Promise<boolean> {
  const increments = Object.fromEntries(Object.entries(counts).map(([name, by]) => [name, { increment: by }]));
  const { count } = await tx.reconcileRun.updateMany({
    where: { id: run.id, status: "running", step: run.step, cursor: run.cursor },
    data: { step, cursor, touchedAt: at, ...increments },
  });
  return count === 1;
}

/** Ends a run, well or with what was in the way, and lets go of what Stripe had listed to it. */
export async function closeRun(id: string, error: string | null, at: Date): Promise<void> {
  await db.$transaction([
    db.reconcileRun.updateMany({
      where: { id, status: "running" },
      data: { status: error === null ? "complete" : "failed", error, finishedAt: at, touchedAt: at },
    }),
    db.reconcileCopy.deleteMany({ where: { runId: id } }),
  ]);
}

/** The newest first. */
export function findLastRun(status: "complete" | "failed" | "running") {
  return db.reconcileRun.findFirst({ where: { status }, orderBy: { startedAt: "desc" } });
}

export function findRecentRuns(take: number) {
  return db.reconcileRun.findMany({ orderBy: { startedAt: "desc" }, take });
}

export async function dropRunsBefore(moment: Date): Promise<void> {
  await db.reconcileRun.deleteMany({ where: { startedAt: { lt: moment }, status: { not: "running" } } });
}

export type Finding = { customerId: string; subject: string; rowId: string; columns: string[]; repaired: boolean };

export async function insertFindings(tx: Db, runId: string, findings: readonly Finding[], at: Date): Promise<void> {
  await tx.reconcileFinding.createMany({
    data: findings.map((finding) => ({ id: newId(), runId, createdAt: at, ...finding })),
  });
}

export function findFindings(take: number) {
  return db.reconcileFinding.findMany({ orderBy: { id: "desc" }, take });
}

type Copy = { id: string; customerId: string; body: Record<string, unknown> };

/** Keeps what Stripe listed; what is listed twice, because something new moved the pages, is kept once. */
export async function putCopies(
  tx: Db,
  { runId, kind, copies }: { runId: string; kind: string; copies: readonly Copy[] },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO reconcile_copies (run_id, kind, id, customer_id, body)
    SELECT ${runId}::uuid, ${kind}, copy ->> 'id', copy ->> 'customerId', copy -> 'body'
    FROM jsonb_array_elements(${JSON.stringify(copies)}::jsonb) copy
    ON CONFLICT DO NOTHING`;
}

/** What Stripe listed of these customers. Bodies are the text of their JSON. */
export function findCopies(runId: string, customerIds: readonly string[]) {
  return db.$queryRaw<{ kind: string; customerId: string; body: string }[]>(Prisma.sql`
    SELECT kind, customer_id AS "customerId", body::text AS body FROM reconcile_copies
    WHERE run_id = ${runId}::uuid AND customer_id = ANY(${[...customerIds]})
    ORDER BY customer_id, kind, body ->> 'createdAt' DESC, id DESC`);
}

/** Everybody who is a customer, in the order of their customers' ids. */
export function findCustomers(after: string | null, take: number): Promise<{ customerId: string; userId: string }[]> {
  return db.$queryRaw`
    SELECT stripe_customer_id AS "customerId", id AS "userId" FROM users
    WHERE stripe_customer_id > ${after ?? ""} ORDER BY stripe_customer_id LIMIT ${take}`;
}

export async function countCustomers(): Promise<number> {
  return db.user.count({ where: { stripeCustomerId: { not: null } } });
}
