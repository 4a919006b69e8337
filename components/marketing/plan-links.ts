import type { Interval, PlanId } from "@/lib/billing/schema";

/** Where a plan's button leads: through sign-up, with the choice carried along, or straight to billing. */
export function planLink(plan: PlanId, interval: Interval, { isSignedIn }: { isSignedIn: boolean }): string {
  if (plan === "free") return isSignedIn ? "/chat" : "/sign-up";
  const billing = `/billing?${new URLSearchParams({ plan, interval })}`;
  return isSignedIn ? billing : `/sign-up?${new URLSearchParams({ next: billing })}`;
}

/** What the button says: what happens next. */
export function planCall(plan: { id: PlanId; name: string; trialDays: number }, isSignedIn: boolean): string {
  if (plan.id === "free") return isSignedIn ? "Open Parley" : "Start free";
  if (isSignedIn || plan.trialDays === 0) return `Choose ${plan.name}`;
  return `Start ${plan.trialDays}-day trial`;
}
