import "server-only";
import { type Grants, PLANS } from "@/lib/billing/plans";
import { type AccessState, type PaidPlanId, type Period, PlanChange, type PlanId } from "@/lib/billing/schema";
import { DAY_MS, plusMs } from "@/lib/platform/clock";

/** How long a paid plan is kept while a payment, or the news of a renewal, is missing. */
export const GRACE_MS = 3 * DAY_MS;

/** What decides: a person's primary subscription, as projected. `status` is Stripe's word, known or not. */
export type AccessSubject = {
  plan: PaidPlanId | null;
  status: string;
  currentPeriodStart: Date | null;
  currentPeriodEnd: Date | null;
  trialEnd: Date | null;
  cancelAt: Date | null;
  endedAt: Date | null;
  pastDueSince: Date | null;
  /** Between these nothing is charged, and nothing given for it. */
  pausedFrom: Date | null;
  pausedUntil: Date | null;
  /** Until then an operator gave what it sells. Told in the reason; decides nothing. */
  givenUntil?: Date | null;
  /** What it becomes by itself, and when. Told in the reason; decides nothing. */
  interval?: string;
  plannedPlan?: string | null;
  plannedInterval?: string | null;
  plannedAt?: Date | null;
};

export type Access = {
  plan: PlanId;
  grants: Grants;
  state: AccessState;
  /** One sentence for the person and for the admin: what they have, and why. */
  reason: string;
  /** The paid period, only while its plan is granted. */
  period: Period | undefined;
  /**
   * The plan goes no further than this, whatever the period says: set while a payment is missing, when it is cancelled
   * before the period's end, and once the period is over and its renewal is still to be confirmed.
   */
  periodHeldUntil: Date | undefined;
  /** The person can put it right in the portal. */
  needsAttention: boolean;
  /** Whose team it comes through; undefined for one's own. */
  through: string | undefined;
  /** The id of that team's owner. */
  seatOf: string | undefined;
};

/**
 * What a person may use, and why. Pure, and total: every status Stripe has, and any it may get, has an answer, and
 * an unknown one gives Free. What is not paid for is never given for longer than {@link GRACE_MS}. The locale writes the
 * days of the reason and decides nothing.
 */
export function access(subscription: AccessSubject | undefined, now: Date, locale = STANDARD_LOCALE): Access {
  if (subscription === undefined) return onFree("free", "You are on Free.");
  const { plan } = subscription;
  if (plan === null)
    return onFree("unknown", "You are on Free: your subscription is for a plan that is not offered here.");
  const rule = Object.hasOwn(RULES, subscription.status) ? RULES[subscription.status] : undefined;
  if (rule === undefined) {
    return onFree(
      "unknown",
      `You are on Free: your ${PLANS[plan].name} subscription is “${subscription.status}”, which we do not know.`,
      true,
    );
  }
  return rule({ ...subscription, plan, name: PLANS[plan].name, ...daysIn(locale) }, now);
}

type Known = AccessSubject & { plan: PaidPlanId; name: string } & Days;
type Rule = (subscription: Known, now: Date) => Access;

const RULES: Readonly<Record<string, Rule>> = {
  trialing: unlessPaused(whilePaid),
  active: unlessPaused(whilePaid),
  past_due: unlessPaused(whilePastDue),
  unpaid: ({ name }) =>
    onFree(
      "overdue",
      `You are on Free: the payment for ${name} did not go through. Pay the open invoice to get it back.`,
      true,
    ),
  paused: ({ name }) =>
    onFree("paused", `You are on Free: your ${name} subscription is paused. Resume it to go on.`, true),
  incomplete: ({ name }) =>
    onFree("incomplete", `You are on Free: the first payment for ${name} is not complete yet.`, true),
  incomplete_expired: ({ name }) =>
    onFree("ended", `You are on Free: the first payment for ${name} was never completed.`),
  canceled: ({ name, endedAt, onDay }) =>
    onFree("ended", `You are on Free: your ${name} subscription ended${onDay(endedAt)}.`),
};

/** A pause begins when what was paid for is over, and ends with the next payment. */
function unlessPaused(rule: Rule): Rule {
  return (subscription, now) => {
    const { name, cancelAt, pausedFrom, pausedUntil, dayOf } = subscription;
    const granted = rule(subscription, now);
    if (pausedFrom === null || pausedUntil === null || pausedUntil <= now || granted.state === "ended") return granted;
    if (now >= pausedFrom) return whilePaused(subscription, pausedUntil);
    if (granted.plan === "free" || granted.needsAttention || cancelAt !== null) return granted;
    const reason = `You have ${name} until ${dayOf(pausedFrom)}. Then it pauses, until ${dayOf(pausedUntil)}.`;
    return { ...granted, reason, periodHeldUntil: earlier(pausedFrom, granted.periodHeldUntil ?? null) };
  };
}

function whilePaused({ name, cancelAt, dayOf }: Known, pausedUntil: Date): Access {
  const after = cancelAt === null ? `until ${dayOf(pausedUntil)}` : `and ends on ${dayOf(cancelAt)}`;
  return onFree("paused", `You are on Free: ${name} is paused ${after}. Nothing is charged for it until then.`);
}

/** Trialing or active: paid until the period's end, and until we hear of the renewal, but no longer than the grace. */
function whilePaid(subscription: Known, now: Date): Access {
  const { name, cancelAt, currentPeriodEnd, dayOf, onDay } = subscription;
  if (cancelAt !== null && cancelAt <= now)
    return onFree("ended", `You are on Free: your ${name} subscription ended${onDay(cancelAt)}.`);
  if (currentPeriodEnd === null || currentPeriodEnd > now) {
    return onPlan(subscription, {
      state: paidState(subscription),
      reason: paidReason(subscription, now),
      ...(cancelAt === null ? {} : { heldUntil: cancelAt }),
    });
  }
  const heardUntil = plusMs(currentPeriodEnd, GRACE_MS);
  if (heardUntil <= now) {
    return onFree(
      "unconfirmed",
      `You are on Free: ${name} was paid until ${dayOf(currentPeriodEnd)}, and no renewal was confirmed since.`,
      true,
    );
  }
  return onPlan(subscription, {
    state: paidState(subscription),
    reason: `You have ${name}. Its renewal of ${dayOf(currentPeriodEnd)} is being confirmed.`,
    heldUntil: heardUntil,
  });
}

/** A plan that was given whole is a trial to Stripe. */
function paidState({ status, givenUntil }: Known): AccessState {
  if (status !== "trialing") return "active";
  return givenUntil ? "given" : "trialing";
}

function paidReason(subscription: Known, now: Date): string {
  const { name, status, cancelAt, currentPeriodEnd, trialEnd, dayOf } = subscription;
  if (paidState(subscription) === "given") return givenReason(subscription);
  const isTrial = status === "trialing";
  const what = isTrial ? `the ${name} trial` : name;
  if (cancelAt !== null) return `You have ${what} until ${dayOf(cancelAt)}. It will not renew.`;
  const until = isTrial ? (trialEnd ?? currentPeriodEnd) : currentPeriodEnd;
  if (until === null) return `You have ${what}.`;
  return isTrial
    ? `You have ${what} until ${dayOf(until)}. The first payment is due then.`
    : (plannedReason(subscription, now) ?? renewingReason(subscription, until, now));
}

function givenReason({ name, cancelAt, givenUntil, dayOf }: Known): string {
  if (!givenUntil) return `You have ${name}.`;
  if (cancelAt !== null) return `You have ${name} until ${dayOf(cancelAt)}, free of charge. It ends by itself.`;
  return `You have ${name}, free of charge until ${dayOf(givenUntil)}. The first payment is due then.`;
}

function renewingReason({ name, givenUntil, dayOf }: Known, until: Date, now: Date): string {
  if (!givenUntil || givenUntil <= now) return `You have ${name}. It renews on ${dayOf(until)}.`;
  return `You have ${name}. Nothing is charged for it before ${dayOf(givenUntil)}: we give you the time until then.`;
}

/** Where something else than a renewal of the same was chosen. */
function plannedReason(subscription: Known, now: Date): string | undefined {
  const { name, plan, interval, plannedPlan, plannedInterval, plannedAt, dayOf } = subscription;
  const next = PlanChange.safeParse({ plan: plannedPlan, interval: plannedInterval }).data;
  if (next === undefined || !plannedAt || plannedAt <= now) return undefined;
  const day = dayOf(plannedAt);
  if (next.plan !== plan) return `You have ${name} until ${day}. From then on it is ${PLANS[next.plan].name}.`;
  return next.interval === interval
    ? undefined
    : `You have ${name}. From ${day} on it is paid by the ${next.interval}.`;
}

/** Stripe is still trying to collect. The plan stays for the grace, counted from the first failure. */
function whilePastDue(subscription: Known, now: Date): Access {
  const { name, cancelAt, dayOf, onDay } = subscription;
  if (cancelAt !== null && cancelAt <= now)
    return onFree("ended", `You are on Free: your ${name} subscription ended${onDay(cancelAt)}.`);
  const since = subscription.pastDueSince ?? subscription.currentPeriodStart;
  const until = earlier(since === null ? now : plusMs(since, GRACE_MS), cancelAt);
  if (until <= now) {
    return onFree(
      "overdue",
      `You are on Free: the payment for ${name} failed${onDay(since)}. Pay it to get ${name} back.`,
      true,
    );
  }
  return onPlan(subscription, {
    state: "grace",
    reason: `You have ${name} until ${dayOf(until)}: the payment failed${onDay(since)}. Pay it to keep ${name}.`,
    needsAttention: true,
    heldUntil: until,
  });
}

function earlier(moment: Date, other: Date | null): Date {
  return other !== null && other < moment ? other : moment;
}

const OWN = { through: undefined, seatOf: undefined };

type Granted = { state: AccessState; reason: string; needsAttention?: boolean; heldUntil?: Date };

function onPlan(subscription: Known, { state, reason, needsAttention = false, heldUntil }: Granted): Access {
  const { plan, currentPeriodStart: startsAt, currentPeriodEnd: endsAt } = subscription;
  const period = startsAt !== null && endsAt !== null ? { startsAt, endsAt } : undefined;
  const { grants } = PLANS[plan];
  return { plan, grants, state, reason, period, periodHeldUntil: heldUntil, needsAttention, ...OWN };
}

/** Without a paid plan, for that reason. */
export function onFree(state: AccessState, reason: string, needsAttention = false): Access {
  const { grants } = PLANS.free;
  const nothing = { period: undefined, periodHeldUntil: undefined, ...OWN };
  return { plan: "free", grants, state, reason, ...nothing, needsAttention };
}

export const STANDARD_LOCALE = "en-US";

type Days = {
  /** "December 5, 2026", in UTC as Stripe's own letters have it. */
  dayOf: (moment: Date) => string;
  /** The same after " on", or nothing. */
  onDay: (moment: Date | null) => string;
};

export function daysIn(locale: string): Days {
  const dayOf = (moment: Date) => moment.toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
  return { dayOf, onDay: (moment) => (moment === null ? "" : ` on ${dayOf(moment)}`) };
}
