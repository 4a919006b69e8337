import "server-only";
import { GRACE_MS } from "@/lib/billing/access";
import { DAY_MS, plusMs } from "@/lib/platform/clock";

/** So long before the plan is taken away, and again before the end, the person is told once more. */
export const NOTICE_MS = DAY_MS;
/** What is unpaid for this long ends. */
export const UNPAID_MOST_MS = 7 * DAY_MS;

const OWING: ReadonlySet<string> = new Set(["past_due", "unpaid"]);

export type OwedInvoice = {
  status: string;
  subscriptionId: string | null;
  amountRemainingMinor: number;
  attemptCount: number;
  nextAttemptAt: Date | null;
  createdAt: Date;
};
type Owing = { id: string; status: string; currentPeriodStart: Date | null; pastDueSince: Date | null };

/** What happens by when, as long as nobody pays. */
export type Ladder<Invoice> = {
  invoice: Invoice;
  failedAt: Date;
  remindFrom: Date;
  /** Until then the plan stays. */
  graceEndsAt: Date;
  /** Never when the end comes with the end of the grace: the reminder has said it. */
  lastNoticeFrom: Date | undefined;
  /** Then the subscription ends. */
  endsAt: Date;
};

/**
 * The ladder of a subscription with a payment missing; none of any other. It ends after {@link UNPAID_MOST_MS}, or with
 * the grace when Stripe has tried again and tries no more: a first failure never takes the grace away.
 */
export function ladderOf<Invoice extends OwedInvoice>(
  subscription: Owing,
  invoices: readonly Invoice[],
): Ladder<Invoice> | undefined {
  const invoice = oldestOwed(subscription, invoices);
  if (invoice === undefined) return undefined;
  const failedAt = subscription.pastDueSince ?? subscription.currentPeriodStart ?? invoice.createdAt;
  const graceEndsAt = plusMs(failedAt, GRACE_MS);
  const wasLastTry = invoice.nextAttemptAt === null && invoice.attemptCount > 1;
  const endsAt = wasLastTry ? graceEndsAt : plusMs(failedAt, UNPAID_MOST_MS);
  return {
    invoice,
    failedAt,
    remindFrom: plusMs(graceEndsAt, -NOTICE_MS),
    graceEndsAt,
    lastNoticeFrom: wasLastTry ? undefined : plusMs(endsAt, -NOTICE_MS),
    endsAt,
  };
}

function oldestOwed<Invoice extends OwedInvoice>(
  { id, status }: Owing,
  invoices: readonly Invoice[],
): Invoice | undefined {
  if (!OWING.has(status)) return undefined;
  return invoices
    .filter((one) => one.subscriptionId === id && one.status === "open" && one.amountRemainingMinor > 0)
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
}
