import "server-only";
import { momentOf, targetOf } from "@/lib/billing/changes/moment";
import { INTERVALS, PAID_PLAN_IDS, PLANS } from "@/lib/billing/plans";
import { soldIn } from "@/lib/billing/plans-currency";
import { findInvoices, findSubscriptions } from "@/lib/billing/queries/standing";
import { isLive } from "@/lib/billing/ranking";
import { type Currency, PlanChange, type PlanChanges } from "@/lib/billing/schema";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";

type Row = Awaited<ReturnType<typeof findSubscriptions>>[number];
type Held = PlanChanges["held"] & { currency: Currency };

/** In these the next step is a payment or a resumption, and not a change. */
const SETTLED: ReadonlySet<string> = new Set(["active", "trialing"]);

/**
 * What a person can make of their subscription, and what is under way, from our projection alone. Null where there is
 * no subscription that could be changed here.
 */
export async function planChanges(viewer: Viewer, now: Clock = clockNow): Promise<PlanChanges | null> {
  const subscriptions = await findSubscriptions(viewer.id);
  const row = subscriptions.find(({ isPrimary }) => isPrimary);
  const held = row && heldOf(row, now());
  if (row === undefined || held === undefined || subscriptions.some(({ isDuplicate }) => isDuplicate)) return null;
  const underWay = {
    planned: plannedOf(row),
    pending: await pendingOf(viewer, row, now()),
    cancelAt: row.cancelAt,
    paused: pausedOf(row, now()),
  };
  const isFree = isChangeable(row) && Object.values(underWay).every((each) => each === null);
  const { currency, ...shown } = held;
  const isGiven = isGivenAt(row, now());
  const canPause = isFree && !isGiven && isPausable(held);
  return { held: shown, options: isFree ? optionsFor(held, isGiven) : [], currency, canPause, ...underWay };
}

function isPausable({ interval, isTrial }: Held): boolean {
  return interval === "month" && !isTrial;
}

/** What was given whole ends as it is. */
function isChangeable({ status, givenUntil }: Row): boolean {
  return SETTLED.has(status) && !(status === "trialing" && givenUntil !== null);
}

function heldOf(row: Row, now: Date): Held | undefined {
  const { plan, interval, currentPeriodEnd: endsAt, cancelAt, quantity } = row;
  const held = PlanChange.safeParse({ plan, interval }).data;
  const currency = soldIn(row.currency);
  if (held === undefined || currency === undefined || endsAt === null) return undefined;
  if (!isLive(row) || (cancelAt !== null && cancelAt <= now)) return undefined;
  return { ...held, seats: quantity, currency, isTrial: row.status === "trialing", endsAt };
}

function plannedOf({ plannedPlan, plannedInterval, plannedQuantity, plannedAt }: Row): PlanChanges["planned"] {
  const wish = PlanChange.safeParse({ plan: plannedPlan, interval: plannedInterval }).data;
  return wish && plannedAt ? { ...wish, seats: plannedQuantity ?? 1, at: plannedAt } : null;
}

function pausedOf({ pausedFrom: from, pausedUntil: until }: Row, now: Date): PlanChanges["paused"] {
  return from !== null && until !== null && now < until ? { from, until } : null;
}

/** Months of what is held are given: it can become another plan, and not more of the same. */
function isGivenAt({ givenUntil }: Row, now: Date): boolean {
  return givenUntil !== null && givenUntil > now;
}

function optionsFor(held: Held, isGiven: boolean): PlanChanges["options"] {
  const wishes = PAID_PLAN_IDS.flatMap((plan) => INTERVALS.map((interval) => ({ plan, interval })));
  return wishes.flatMap((wish) => {
    if (isGiven && wish.plan === held.plan) return [];
    const when = momentOf(held, wish);
    const amountMinor = PLANS[wish.plan].prices[held.currency][wish.interval] * targetOf(held, wish).seats;
    return when === undefined ? [] : [{ ...wish, when, amountMinor }];
  });
}

async function pendingOf(viewer: Viewer, row: Row, now: Date): Promise<PlanChanges["pending"]> {
  if (row.changePendingUntil === null || row.changePendingUntil <= now) return null;
  const invoices = await findInvoices(viewer.id);
  const invoice = invoices.find(({ id, status }) => id === row.latestInvoiceId && status === "open");
  return { until: row.changePendingUntil, url: invoice?.hostedUrl ?? null };
}
