import "server-only";
import { type Db, db } from "@/lib/db/client";

/** When the person signed up, the subscription that decides, and whether a team may give more, in one statement. */
export async function findStanding(userId: string) {
  const [row] = await db.$queryRaw<StandingRow[]>`
    SELECT u.created_at AS "signedUpAt", s.id, s.plan, s.status,
      s.current_period_start AS "currentPeriodStart", s.current_period_end AS "currentPeriodEnd",
      s.trial_end AS "trialEnd", s.cancel_at AS "cancelAt", s.ended_at AS "endedAt", s.past_due_since AS "pastDueSince",
      s.paused_from AS "pausedFrom", s.paused_until AS "pausedUntil", s.given_until AS "givenUntil", s.interval,
      s.planned_plan AS "plannedPlan", s.planned_interval AS "plannedInterval", s.planned_at AS "plannedAt",
      seat.id IS NOT NULL AS "isInTeam"
    FROM users u LEFT JOIN subscriptions s ON s.user_id = u.id AND s.is_primary
    LEFT JOIN team_seats seat ON seat.member_id = u.id AND seat.left_at IS NULL
    WHERE u.id = ${userId}::uuid`;
  return row;
}

export type StandingRow = { signedUpAt: Date; isInTeam: boolean } & (
  | { id: null }
  | {
      id: string;
      plan: string | null;
      status: string;
      currentPeriodStart: Date | null;
      currentPeriodEnd: Date | null;
      trialEnd: Date | null;
      cancelAt: Date | null;
      endedAt: Date | null;
      pastDueSince: Date | null;
      pausedFrom: Date | null;
      pausedUntil: Date | null;
      givenUntil: Date | null;
      interval: string;
      plannedPlan: string | null;
      plannedInterval: string | null;
      plannedAt: Date | null;
    }
);

/** All a person ever had, newest first. */
export function findSubscriptions(userId: string) {
  return db.subscription.findMany({ where: { userId }, orderBy: [{ stripeCreatedAt: "desc" }, { id: "desc" }] });
}

export function countSubscriptions(tx: Db, userId: string): Promise<number> {
  return tx.subscription.count({ where: { userId } });
}

export function findSubscriptionRow(id: string) {
  return db.subscription.findUnique({ where: { id } });
}

const INVOICES_SHOWN = 24;

/** Newest first; drafts are not yet anybody's business. */
export function findInvoices(userId: string) {
  return db.invoice.findMany({
    where: { userId, status: { not: "draft" } },
    orderBy: [{ stripeCreatedAt: "desc" }, { id: "desc" }],
    take: INVOICES_SHOWN,
  });
}

export function findDefaultCard(userId: string) {
  return db.paymentMethod.findFirst({ where: { userId, isDefault: true }, orderBy: { syncedAt: "desc" } });
}

/** Who the person is at Stripe, if anybody. */
export async function findCustomerId(tx: Db, userId: string): Promise<string | undefined> {
  const row = await tx.user.findUnique({ where: { id: userId }, select: { stripeCustomerId: true } });
  return row?.stripeCustomerId ?? undefined;
}

/** Forgets a customer that was deleted at Stripe, so that another can take its place. */
export async function forgetCustomer(tx: Db, userId: string, customerId: string): Promise<void> {
  await tx.user.updateMany({ where: { id: userId, stripeCustomerId: customerId }, data: { stripeCustomerId: null } });
}
