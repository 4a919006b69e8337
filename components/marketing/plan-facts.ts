import { type Grants, PLAN_IDS, PLANS, type Plan, planRank, type WhenSpent } from "@/lib/billing/plans";
import { DOLLAR_MICROS, formatMicros } from "@/lib/platform/money";

/** A fact that differs from plan to plan, and what it comes to. */
export type PlanFact = { text: string; aside?: string };

/** What a plan gives that another does not, read from its grants so that it can not promise anything else. The trial is last. */
export function planFacts(plan: Plan, locale: string): PlanFact[] {
  const { allowanceMicros, concurrentAnswers, requestsPerMinute, whenSpent, files } = plan.grants;
  const times = timesThePlanBelow(plan);
  return [
    {
      text: `${wholeDollars(allowanceMicros, locale)} of model use a month`,
      ...(times ? { aside: times } : {}),
    },
    { text: AFTERWARDS[whenSpent] },
    { text: modelsText(plan.grants, locale) },
    { text: `${concurrentAnswers} answers at once, ${requestsPerMinute} messages a minute` },
    { text: `${files.count.toLocaleString(locale)} files, ${sizeText(files.bytes, locale)} in all` },
    { text: plan.trialDays > 0 ? `First ${plan.trialDays} days free` : "No card needed" },
  ];
}

/** What comes once the month's use is spent. */
const AFTERWARDS = {
  stop: "After that, wait for the next month",
  credits: "After that, credits you buy",
  cheaper: "After that, credits or a cheaper model",
} as const satisfies Record<WhenSpent, string>;

function modelsText({ modelClasses, cycleTokens }: Grants, locale: string): string {
  if (!modelClasses.includes("advanced")) return "Standard models";
  const { advanced } = cycleTokens;
  if (advanced === undefined) return "Standard and advanced models";
  return `Standard models, and ${advanced.toLocaleString(locale, { notation: "compact" })} tokens of advanced ones`;
}

function sizeText(bytes: number, locale: string): string {
  const mb = bytes / 1024 ** 2;
  const unit = mb < 1_000 ? "megabyte" : "gigabyte";
  return (mb < 1_000 ? mb : mb / 1_000).toLocaleString(locale, { style: "unit", unit });
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
