import "server-only";
import type { Plan } from "@/lib/billing/plans";
import { modelById } from "@/lib/usage/catalogue";
import type { Model } from "@/lib/usage/models-file";

/**
 * Who answers instead once nothing covers a model: its fallback, if the plan says so and has it, and it costs less.
 * Nothing where there is none, so that one is told that the allowance is spent.
 */
export function cheaperThan(
  model: Model,
  { grants }: Pick<Plan, "grants">,
  find: typeof modelById = modelById,
): Model | undefined {
  if (grants.whenSpent !== "cheaper" || model.fallback === undefined) return undefined;
  const other = find(model.fallback);
  const isLess =
    other.price.inputMicrosPerMtok <= model.price.inputMicrosPerMtok &&
    other.price.outputMicrosPerMtok < model.price.outputMicrosPerMtok;
  return isLess && grants.modelClasses.includes(other.class) ? other : undefined;
}
