import "server-only";
import { type Access, access } from "@/lib/billing/access";
import { PLANS } from "@/lib/billing/plans";
import { currencyOfLocale, soldIn } from "@/lib/billing/plans-currency";
import { findCustomerId, findDefaultCard, findInvoices, findSubscriptions } from "@/lib/billing/queries/standing";
import { type BillingOverview, PlanChange } from "@/lib/billing/schema";
import { betterOf } from "@/lib/billing/seats/access-through";
import { throughTeam } from "@/lib/billing/seats/through-team";
import { paidPlan } from "@/lib/billing/standing";
import { trialsOf } from "@/lib/billing/trials";
import { cardView, invoiceView, subscriptionView } from "@/lib/billing/view";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";

type Subscription = Awaited<ReturnType<typeof findSubscriptions>>[number];
type Invoice = Awaited<ReturnType<typeof findInvoices>>[number];

/** A person's own billing, read from our projection alone: it stands also while Stripe is away. */
export async function billingOverview(
  viewer: Viewer,
  { locale }: { locale?: string } = {},
  now: Clock = clockNow,
): Promise<BillingOverview> {
  const [subscriptions, invoices, card, customerId, trials, team] = await Promise.all([
    findSubscriptions(viewer.id),
    findInvoices(viewer.id),
    findDefaultCard(viewer.id),
    findCustomerId(db, viewer.id),
    trialsOf(db, viewer),
    throughTeam(viewer.id, now(), locale),
  ]);
  const primary = subscriptions.find(({ isPrimary }) => isPrimary);
  const own = access(primary && { ...primary, plan: paidPlan(primary.plan) }, now(), locale);
  const granted = betterOf(own, team);
  return {
    ...grantView(granted),
    needsAttention: own.needsAttention,
    subscription: primary ? subscriptionView(primary) : null,
    hasDuplicates: subscriptions.some(({ isDuplicate }) => isDuplicate),
    ...whatComes(own, { primary, invoices, now: now() }),
    card: card && cardView(card),
    invoices: invoices.map(invoiceView),
    canOpenPortal: customerId !== undefined,
    canTrial: subscriptions.length === 0 && trials.length === 0,
    isTrialRefused: granted.plan === "free" && wasRefused(trials, subscriptions),
    currency: soldIn(subscriptions[0]?.currency) ?? currencyOfLocale(locale),
  };
}

function grantView({ plan, state, reason, through }: ReturnType<typeof betterOf>) {
  return { plan, planName: PLANS[plan].name, state, reason, through: through ?? null };
}

/** Whether the newest subscription is one whose trial was refused. */
function wasRefused(
  trials: Awaited<ReturnType<typeof trialsOf>>,
  [newest]: Awaited<ReturnType<typeof findSubscriptions>>,
): boolean {
  return trials.some(({ subscriptionId, refusedAt }) => refusedAt !== null && subscriptionId === newest?.id);
}

type Comes = Pick<BillingOverview, "renewsAt" | "endsAt" | "nextPayment">;
const NOTHING_COMES: Comes = { renewsAt: null, endsAt: null, nextPayment: null };

function whatComes(
  { plan, state }: Access,
  { primary, invoices, now }: { primary: Subscription | undefined; invoices: readonly Invoice[]; now: Date },
): Comes {
  if (primary === undefined) return NOTHING_COMES;
  const pause = pauseEnd(primary, now);
  if (pause !== undefined && (state === "paused" || state === "active")) {
    return { renewsAt: pause, endsAt: null, nextPayment: renewal(primary, pause) };
  }
  const retry = nextTry(primary, invoices);
  // While a payment is missing, the renewal after it is not what comes next.
  if (plan === "free") return { ...NOTHING_COMES, nextPayment: retry };
  if (state === "grace") return { ...NOTHING_COMES, endsAt: primary.cancelAt, nextPayment: retry };
  if (primary.cancelAt !== null) return { ...NOTHING_COMES, endsAt: primary.cancelAt };
  const paidAt = paidAgainAt(primary, now);
  return { renewsAt: paidAt, endsAt: null, nextPayment: renewal(primary, paidAt) };
}

/** Months that were given are renewed for nothing, unless it becomes another plan before they are over. */
function paidAgainAt({ currentPeriodEnd, givenUntil, plan, plannedPlan }: Subscription, now: Date): Date | null {
  const staysGiven = givenUntil !== null && givenUntil > now && (plannedPlan === null || plannedPlan === plan);
  return staysGiven ? givenUntil : currentPeriodEnd;
}

/** When a missing payment is tried again, and how much. */
function nextTry({ id }: Subscription, invoices: readonly Invoice[]): BillingOverview["nextPayment"] {
  const open = invoices.find(({ subscriptionId, status }) => subscriptionId === id && status === "open");
  if (!open?.nextAttemptAt) return null;
  return { amountMinor: open.amountRemainingMinor, currency: open.currency, at: open.nextAttemptAt };
}

/** When it is paid for again, where it pauses or is going to, and goes on after that. */
function pauseEnd({ pausedUntil, cancelAt }: Subscription, now: Date): Date | undefined {
  return pausedUntil !== null && now < pausedUntil && cancelAt === null ? pausedUntil : undefined;
}

function renewal(subscription: Subscription, at: Date | null): BillingOverview["nextPayment"] {
  const { unitAmountMinor, quantity, currency } = subscription;
  if (at === null) return null;
  const planned = plannedPrice(subscription);
  const amountMinor = planned?.amountMinor ?? unitAmountMinor * quantity;
  return { amountMinor, currency, at, ...(planned ? { interval: planned.interval } : {}) };
}

/** Of the plan it becomes, where that is planned. */
function plannedPrice(subscription: Subscription) {
  const { plannedPlan: plan, plannedInterval: interval, plannedQuantity, currency: paidIn } = subscription;
  const planned = PlanChange.safeParse({ plan, interval }).data;
  const currency = soldIn(paidIn);
  if (planned === undefined || currency === undefined) return undefined;
  const amountMinor = PLANS[planned.plan].prices[currency][planned.interval] * (plannedQuantity ?? 1);
  return { amountMinor, interval: planned.interval };
}
