import "server-only";
import { paidPlan } from "@/lib/billing/standing";
import type { CardView, InvoiceView, SubscriptionView } from "@/lib/billing/schema";

type SubscriptionRow = {
  id: string;
  plan: string | null;
  status: string;
  unitAmountMinor: number;
  currency: string;
  interval: string;
  intervalCount: number;
  quantity: number;
  currentPeriodStart: Date | null;
  currentPeriodEnd: Date | null;
  trialEnd: Date | null;
  givenUntil: Date | null;
  cancelAt: Date | null;
  endedAt: Date | null;
  isPrimary: boolean;
  isDuplicate: boolean;
  stripeCreatedAt: Date;
};

export function subscriptionView(row: SubscriptionRow): SubscriptionView {
  const { currentPeriodStart: startsAt, currentPeriodEnd: endsAt } = row;
  return {
    id: row.id,
    plan: paidPlan(row.plan),
    status: row.status,
    price: {
      amountMinor: row.unitAmountMinor,
      currency: row.currency,
      interval: row.interval,
      intervalCount: row.intervalCount,
      quantity: row.quantity,
    },
    period: startsAt && endsAt ? { startsAt, endsAt } : null,
    trialEndsAt: row.trialEnd,
    givenUntil: row.givenUntil,
    cancelAt: row.cancelAt,
    endedAt: row.endedAt,
    isPrimary: row.isPrimary,
    isDuplicate: row.isDuplicate,
    createdAt: row.stripeCreatedAt,
  };
}

type InvoiceRow = {
  id: string;
  number: string | null;
  status: string;
  currency: string;
  totalMinor: number;
  amountPaidMinor: number;
  stripeCreatedAt: Date;
  paidAt: Date | null;
  hostedUrl: string | null;
  pdfUrl: string | null;
};

export function invoiceView(row: InvoiceRow): InvoiceView {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    total: { amountMinor: row.totalMinor, currency: row.currency },
    amountPaid: { amountMinor: row.amountPaidMinor, currency: row.currency },
    createdAt: row.stripeCreatedAt,
    paidAt: row.paidAt,
    hostedUrl: row.hostedUrl,
    pdfUrl: row.pdfUrl,
  };
}

export function cardView({ brand, last4, expMonth, expYear }: CardView): CardView {
  return { brand, last4, expMonth, expYear };
}
