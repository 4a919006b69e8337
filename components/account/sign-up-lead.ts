import { PLANS } from "@/lib/billing/plans";
import { PaidPlanId } from "@/lib/billing/schema";

/** What comes after signing up: the trial that was chosen, if the way here led past the plans. */
export function signUpLead(next: string | undefined): string {
  const plan = chosenPlan(next);
  if (plan === undefined) return "Free to start, no card needed.";
  const { name, trialDays } = PLANS[plan];
  return trialDays > 0
    ? `Then your ${trialDays}-day trial of ${name} begins.`
    : `Then you choose how to pay for ${name}.`;
}

function chosenPlan(next: string | undefined): PaidPlanId | undefined {
  const [path, query] = next?.split("?") ?? [];
  if (path !== "/billing") return undefined;
  return PaidPlanId.safeParse(new URLSearchParams(query).get("plan")).data;
}
