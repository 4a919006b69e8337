import "server-only";
import { PLAN_IDS, type Plans, PLANS } from "@/lib/billing/plans";
import { Prisma } from "@/lib/db/client";
import type { Model } from "@/lib/usage/models-file";

/** What the plans say, for statements that have the `allowance` of the cycle. Each is an expression over its `plan`. */

/** The plans that open a model's class. */
export function plansWith({ class: modelClass }: Pick<Model, "class">, plans: Plans = PLANS): string[] {
  return PLAN_IDS.filter((plan) => plans[plan].grants.modelClasses.includes(modelClass));
}

/** How many answers are written at once. */
export function answersAtOnce(plans: Plans): Prisma.Sql {
  const cases = PLAN_IDS.map((plan) => Prisma.sql`WHEN ${plan} THEN ${plans[plan].grants.concurrentAnswers}::int`);
  return Prisma.sql`CASE allowance.plan ${Prisma.join(cases, " ")} ELSE 0 END`;
}

/** Whether what was bought may be drawn on after the allowance. What was given always may: else it would be worth nothing. */
export function drawsOnCredits(plans: Plans): Prisma.Sql {
  const stopping = PLAN_IDS.filter((plan) => plans[plan].grants.whenSpent === "stop");
  if (stopping.length === 0) return Prisma.sql`TRUE`;
  return Prisma.sql`(SELECT plan FROM allowance) <> ALL(${stopping}::text[])`;
}

/** The tokens of a class that the allowance covers in a cycle; nothing where no plan bounds them. */
export function tokensCovered(modelClass: Model["class"], plans: Plans): Prisma.Sql | undefined {
  const cases = PLAN_IDS.flatMap((plan) => {
    const tokens = plans[plan].grants.cycleTokens[modelClass];
    return tokens === undefined ? [] : [Prisma.sql`WHEN ${plan} THEN ${tokens}::bigint`];
  });
  return cases.length === 0 ? undefined : Prisma.sql`CASE allowance.plan ${Prisma.join(cases, " ")} END`;
}
