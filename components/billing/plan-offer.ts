import { PLANS } from "@/lib/billing/plans";
import type { AccessState, BillingOverview, PaidPlanId, PlanId } from "@/lib/billing/schema";

/** What the page offers about one plan, to this person, now. */
export type PlanOffer =
  /** What they have. */
  | { kind: "current" }
  /** Their subscription is for it, but it is not granted: a payment or a resumption is missing. */
  | { kind: "waiting"; why: string }
  /** The next step is Stripe's checkout. */
  | { kind: "checkout"; call: string }
  /** Not before what they have has ended. */
  | { kind: "none" };

/** In these there is a subscription that is charged, or will be once something is put right: a second is refused. */
const HELD: Readonly<Partial<Record<AccessState, string>>> = {
  trialing: "",
  active: "",
  given: "",
  grace: "",
  overdue: "Waiting for the payment",
  paused: "Paused",
  unconfirmed: "Waiting for the renewal",
};

/** A subscription stands in the way of another checkout. */
export function isHeld({ state }: Pick<BillingOverview, "state">): boolean {
  return Object.hasOwn(HELD, state);
}

type Standing = Pick<BillingOverview, "plan" | "state" | "subscription" | "canTrial">;

export function planOffer(plan: PlanId, standing: Standing): PlanOffer {
  if (standing.plan === plan) return { kind: "current" };
  if (isHeld(standing) && standing.subscription?.plan === plan) {
    return { kind: "waiting", why: HELD[standing.state] ?? "" };
  }
  if (plan === "free" || isHeld(standing)) return { kind: "none" };
  return { kind: "checkout", call: checkoutCall(plan, standing) };
}

/** What the button says: what happens next. */
function checkoutCall(plan: PaidPlanId, { canTrial }: Standing): string {
  const { name, trialDays } = PLANS[plan];
  return canTrial && trialDays > 0 ? `Start ${trialDays}-day trial` : `Upgrade to ${name}`;
}
