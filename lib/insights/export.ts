import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Column, csvTable } from "@/lib/platform/csv";
import {
  type CustomerLine,
  findCustomerLines,
  findMovementLines,
  findPaymentLines,
  type MovementLine,
  type PaymentLine,
} from "@/lib/insights/queries/export";
import { EXPORTS } from "@/lib/insights/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { minorDigits } from "@/lib/platform/money";

/** So many rows are in memory at a time. */
const PAGE = 1_000;

/**
 * A table as a file: each row names its currency, and how many decimals its amounts have. Who took it along is on
 * record before the first row is read.
 * @throws AppError `not_found` when there is no such table.
 */
export async function exportTable(
  admin: Viewer,
  table: string,
  { pageSize = PAGE }: { pageSize?: number } = {},
  now: Clock = clockNow,
): Promise<{ name: string; lines: AsyncGenerator<string, void> }> {
  const known = EXPORTS.find((each) => each === table);
  if (known === undefined) throw new AppError("not_found");
  await recordAudit(db, { actorId: admin.id, action: "figures.exported", detail: { table: known } }, now);
  return { name: `parley-${known}-${now().toISOString().slice(0, 10)}.csv`, lines: TABLES[known](pageSize) };
}

const TABLES: Record<(typeof EXPORTS)[number], (pageSize: number) => AsyncGenerator<string, void>> = {
  payments: (pageSize) => csvTable(PAYMENT_COLUMNS, findPaymentLines, pageSize),
  movements: (pageSize) => csvTable(MOVEMENT_COLUMNS, findMovementLines, pageSize),
  customers: (pageSize) => csvTable(CUSTOMER_COLUMNS, findCustomerLines, pageSize),
};

const PAYMENT_COLUMNS: Column<PaymentLine>[] = [
  ["payment_id", ({ id }) => id],
  ["created_at", ({ at }) => at],
  ["user_id", ({ userId }) => userId],
  ["email", ({ email }) => email],
  ["customer_id", ({ customerId }) => customerId],
  ["invoice_id", ({ invoiceId }) => invoiceId],
  ["status", ({ status }) => status],
  ["currency", ({ currency }) => currency],
  ["decimals", ({ currency }) => minorDigits(currency)],
  ["amount_minor", ({ amountMinor }) => amountMinor],
  ["received_minor", ({ receivedMinor }) => receivedMinor],
  ["refunded_minor", ({ refundedMinor }) => refundedMinor],
  ["decline_code", ({ declineCode }) => declineCode],
];

const MOVEMENT_COLUMNS: Column<MovementLine>[] = [
  ["movement_id", ({ id }) => id],
  ["happened_at", ({ at }) => at],
  ["user_id", ({ userId }) => userId],
  ["customer_id", ({ customerId }) => customerId],
  ["subscription_id", ({ subscriptionId }) => subscriptionId],
  ["kind", ({ kind }) => kind],
  ["plan", ({ plan }) => plan],
  ["currency", ({ currency }) => currency],
  ["decimals", ({ currency }) => minorDigits(currency)],
  ["before_yearly_minor", ({ beforeYearlyMinor }) => beforeYearlyMinor],
  ["after_yearly_minor", ({ afterYearlyMinor }) => afterYearlyMinor],
  ["difference_yearly_minor", ({ beforeYearlyMinor, afterYearlyMinor }) => afterYearlyMinor - beforeYearlyMinor],
];

const CUSTOMER_COLUMNS: Column<CustomerLine>[] = [
  ["customer_id", ({ customerId }) => customerId],
  ["user_id", ({ userId }) => userId],
  ["email", ({ email }) => email],
  ["joined_at", ({ joinedAt }) => joinedAt],
  ["plan", ({ plan }) => plan],
  ["status", ({ status }) => status],
  ["plan_currency", ({ planCurrency }) => planCurrency],
  ["plan_yearly_minor", ({ yearlyMinor }) => yearlyMinor],
  ["paid_currency", ({ currency }) => currency],
  ["paid_decimals", ({ currency }) => (currency === null ? null : minorDigits(currency))],
  ["received_minor", ({ receivedMinor }) => receivedMinor],
  ["refunded_minor", ({ refundedMinor }) => refundedMinor],
];
