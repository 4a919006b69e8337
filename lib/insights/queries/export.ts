import "server-only";
import { db } from "@/lib/db/client";

/** Pages that each begin after the last row of the one before: the millionth costs what the first does. */

export type PaymentLine = {
  id: string;
  at: Date;
  userId: string;
  email: string;
  customerId: string;
  invoiceId: string | null;
  status: string;
  currency: string;
  amountMinor: number;
  receivedMinor: number;
  refundedMinor: number;
  declineCode: string | null;
};

/** The newest first. */
export function findPaymentLines(after: PaymentLine | undefined, take: number) {
  const [at, id] = [after?.at ?? new Date("9999-12-31"), after?.id ?? ""];
  return db.$queryRaw<PaymentLine[]>`
    SELECT p.id, p.stripe_created_at AS at, p.user_id AS "userId", u.email, p.customer_id AS "customerId",
      p.invoice_id AS "invoiceId", p.status, p.currency, p.amount_minor AS "amountMinor",
      p.received_minor AS "receivedMinor", p.refunded_minor AS "refundedMinor", p.decline_code AS "declineCode"
    FROM payments p JOIN users u ON u.id = p.user_id
    WHERE (p.stripe_created_at, p.id) < (${at}, ${id})
    ORDER BY p.stripe_created_at DESC, p.id DESC LIMIT ${take}`;
}

export type MovementLine = {
  id: string;
  at: Date;
  userId: string;
  customerId: string;
  subscriptionId: string;
  kind: string;
  plan: string;
  currency: string;
  beforeYearlyMinor: bigint;
  afterYearlyMinor: bigint;
};

/** In the order of their ids, which is that in which they were noted. */
export function findMovementLines(after: MovementLine | undefined, take: number) {
  return db.recurringChange.findMany({
    where: after === undefined ? {} : { id: { gt: after.id } },
    orderBy: { id: "asc" },
    take,
    omit: { createdAt: true, sequence: true },
  });
}

export type CustomerLine = {
  customerId: string;
  userId: string;
  email: string;
  joinedAt: Date;
  plan: string | null;
  status: string | null;
  planCurrency: string | null;
  yearlyMinor: bigint | null;
  currency: string | null;
  receivedMinor: bigint | null;
  refundedMinor: bigint | null;
};

/** Of each customer the subscription that decides, and a line for each currency they ever paid in. */
export function findCustomerLines(after: CustomerLine | undefined, take: number) {
  return db.$queryRaw<CustomerLine[]>`
    WITH page AS (
      SELECT id, email, stripe_customer_id, created_at FROM users
      WHERE stripe_customer_id > ${after?.customerId ?? ""} ORDER BY stripe_customer_id LIMIT ${take}
    )
    SELECT u.stripe_customer_id AS "customerId", u.id AS "userId", u.email, u.created_at AS "joinedAt",
      s.plan, s.status, s.currency AS "planCurrency", s.yearly_minor AS "yearlyMinor",
      paid.currency, paid.received AS "receivedMinor", paid.refunded AS "refundedMinor"
    FROM page u
    LEFT JOIN subscriptions s ON s.user_id = u.id AND s.is_primary
    LEFT JOIN LATERAL (
      SELECT currency, sum(received_minor)::bigint AS received, sum(refunded_minor)::bigint AS refunded
      FROM payments WHERE user_id = u.id GROUP BY currency
    ) paid ON true
    ORDER BY u.stripe_customer_id, paid.currency`;
}
