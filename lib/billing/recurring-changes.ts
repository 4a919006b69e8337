import "server-only";
import type { projectAccount } from "@/lib/billing/projection";
import { findLastChanges, insertChanges, type LastChange } from "@/lib/billing/queries/recurring";
import { yearlyMinor } from "@/lib/billing/yearly";
import type { Tx } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

type Rows = ReturnType<typeof projectAccount>;
export type SubscriptionRow = Pick<
  Rows["subscriptions"][number],
  | "id"
  | "status"
  | "plan"
  | "currency"
  | "interval"
  | "interval_count"
  | "yearly_minor"
  | "trial_end"
  | "ended_at"
  | "stripe_created_at"
>;
export type InvoiceRow = Pick<
  Rows["invoices"][number],
  "subscription_id" | "billing_reason" | "total_minor" | "amount_paid_minor" | "paid_at" | "stripe_created_at"
>;
type Facts = { subscriptions: readonly SubscriptionRow[]; invoices: readonly InvoiceRow[]; syncedAt: Date };

export type ChangeKind = "new" | "expansion" | "contraction" | "churn" | "reactivation";
export type RecurringChange = LastChange & { kind: ChangeKind; plan: string; beforeYearlyMinor: bigint };

/**
 * Counted as recurring: paid, or being collected, and also what is going to end, until it ends. A trial pays nothing
 * yet; `unpaid`, `paused` and `incomplete` bring nothing until they are put right, and neither does a month that is not
 * collected, whatever the status (`yearly_minor` is 0 then).
 */
export const RECURRING_STATUSES = ["active", "past_due"] as const;
const RECURRING: ReadonlySet<string> = new Set(RECURRING_STATUSES);

/** Notes, inside a sync, what each of the customer's subscriptions brings now where that is not what it brought. */
export async function noteChanges(
  tx: Tx,
  { userId, customerId, ...facts }: Facts & { userId: string; customerId: string },
): Promise<void> {
  const changes = changesSince(await findLastChanges(tx, userId), facts);
  const base = { userId, customerId, createdAt: facts.syncedAt };
  await insertChanges(
    tx,
    changes.map((change) => ({ id: newId(), ...base, ...change })),
  );
}

/**
 * What changed since the last change of each subscription of a person, in the order it happened. Pure; `known` has all
 * of the person's, also of customers they were before. A change is told by what is left of everything the person pays
 * in that currency: who replaces one subscription by another has not left.
 */
export function changesSince(known: readonly LastChange[], facts: Facts): RecurringChange[] {
  const steps = facts.subscriptions
    .flatMap((subscription) =>
      stepsOf(
        subscription,
        known.find(({ subscriptionId }) => subscriptionId === subscription.id),
        facts,
      ),
    )
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || Number(isMore(b)) - Number(isMore(a)));
  const totals = new Map<string, bigint>();
  for (const { currency, afterYearlyMinor } of known) {
    totals.set(currency, (totals.get(currency) ?? 0n) + afterYearlyMinor);
  }
  let wasThere = known.length > 0;
  return steps.map((step): RecurringChange => {
    const before = totals.get(step.currency) ?? 0n;
    const after = before + step.afterYearlyMinor - step.beforeYearlyMinor;
    totals.set(step.currency, after);
    const kind = kindOf(before, after, wasThere);
    wasThere = true;
    return { ...step, kind };
  });
}

function kindOf(before: bigint, after: bigint, wasThere: boolean): ChangeKind {
  if (before === 0n) return wasThere ? "reactivation" : "new";
  if (after === 0n) return "churn";
  return after > before ? "expansion" : "contraction";
}

/** What comes goes before what goes: who changes from one to another at one moment was there all the time. */
function isMore({ beforeYearlyMinor, afterYearlyMinor }: Step): boolean {
  return afterYearlyMinor > beforeYearlyMinor;
}

type Step = Omit<RecurringChange, "kind">;

function stepsOf(subscription: SubscriptionRow, last: LastChange | undefined, facts: Facts): Step[] {
  const { id: subscriptionId, plan, currency, ended_at } = subscription;
  const after = plan !== null && RECURRING.has(subscription.status) ? BigInt(subscription.yearly_minor) : 0n;
  if (last === undefined) return plan === null ? [] : firstSteps({ ...subscription, plan }, after, facts);
  if (after === last.afterYearlyMinor) return [];
  const at = after === 0n ? latest(last.at, ended_at ?? facts.syncedAt) : changedAt(subscription, last, facts);
  return [
    {
      subscriptionId,
      sequence: last.sequence + 1,
      plan: after === 0n ? last.plan : (plan ?? last.plan),
      currency,
      beforeYearlyMinor: last.afterYearlyMinor,
      afterYearlyMinor: after,
      at,
    },
  ];
}

/** Its beginning, if it brings something. Of one that was paid for and ended before we saw it, both. */
function firstSteps(subscription: SubscriptionRow & { plan: string }, after: bigint, { invoices }: Facts): Step[] {
  const { id: subscriptionId, plan, currency, ended_at } = subscription;
  const step = { subscriptionId, plan, currency };
  const begun = { ...step, sequence: 1, beforeYearlyMinor: 0n, at: begunAt(subscription) };
  if (after > 0n) return [{ ...begun, afterYearlyMinor: after }];
  const brought = BigInt(subscription.yearly_minor);
  const wasPaid = invoices.some((each) => each.subscription_id === subscriptionId && each.amount_paid_minor > 0);
  if (ended_at === null || brought === 0n || !wasPaid) return [];
  const at = latest(begun.at, ended_at);
  return [
    { ...begun, afterYearlyMinor: brought },
    { ...step, sequence: 2, beforeYearlyMinor: brought, afterYearlyMinor: 0n, at },
  ];
}

function begunAt({ stripe_created_at, trial_end }: SubscriptionRow): Date {
  return trial_end === null ? stripe_created_at : latest(stripe_created_at, trial_end);
}

/**
 * Stripe does not say when a price became another, but it writes an invoice then: for the change itself, or, where it
 * waited for the renewal, for the new period at the new price. One that brings something again was paid, or its trial
 * was over. Where nothing of that is found, it is when we learned of it.
 */
function changedAt(subscription: SubscriptionRow, last: LastChange, { invoices, syncedAt }: Facts): Date {
  const { id, trial_end } = subscription;
  const own = invoices.filter((each) => each.subscription_id === id);
  const told =
    last.afterYearlyMinor === 0n
      ? [trial_end, ...own.map(({ paid_at }) => paid_at)]
      : own.filter((each) => tellsOfChange(each, subscription)).map(({ stripe_created_at }) => stripe_created_at);
  const since = told.filter((at) => at !== null && at > last.at && at <= syncedAt);
  return since.toSorted((a, b) => Number(b) - Number(a))[0] ?? latest(last.at, syncedAt);
}

function tellsOfChange(
  { billing_reason, total_minor }: InvoiceRow,
  { interval, interval_count, yearly_minor }: SubscriptionRow,
): boolean {
  if (billing_reason !== "subscription_cycle") return billing_reason === "subscription_update";
  const regular = { interval, intervalCount: interval_count, priceMinor: BigInt(total_minor) };
  return yearlyMinor(regular) === BigInt(yearly_minor);
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other;
}
