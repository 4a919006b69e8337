import { PLAN_IDS, PLANS, type Plan, planRank } from "@/lib/billing/plans";
import { DOLLAR_MICROS, formatMicros } from "@/lib/platform/money";

/** A fact that differs from plan to plan, and what it comes to. */
export type PlanFact = { text: string; aside?: string };

/** What a plan gives that another does not, read from its grants so that it can not promise anything else. */
export function planFacts(plan: Plan, locale: string): PlanFact[] {
  const { allowanceMicros, modelClasses } = plan.grants;
  const times = timesThePlanBelow(plan);
  return [
    {
      text: `${wholeDollars(allowanceMicros, locale)} of model use a month`,
      ...(times ? { aside: times } : {}),
    },
    { text: modelClasses.includes("advanced") ? "Standard and advanced models" : "Standard models" },
    { text: plan.trialDays > 0 ? `First ${plan.trialDays} days free` : "No card needed" },
  ];
}

function timesThePlanBelow({ id, grants }: Plan): string | undefined {
  const below = PLAN_IDS[planRank(id) - 1];
  if (below === undefined) return undefined;
  const { name, grants: less } = PLANS[below];
  return `${grants.allowanceMicros / less.allowanceMicros}× ${name}`;
}

function wholeDollars(micros: bigint, locale: string): string {
  const text = formatMicros(micros, { locale });
  return micros % DOLLAR_MICROS === 0n ? text.replace(/[.,]00(?=\D*$)/, "") : text;
}
