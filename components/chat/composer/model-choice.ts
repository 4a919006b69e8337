import { PLANS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";
import type { ModelOption } from "@/lib/usage/schema";

/** A model in the picker; a locked one says which plan opens it. */
export type ModelChoice = ModelOption & { openedBy?: { plan: PlanId; name: string } };

export function modelChoices(models: readonly ModelOption[], plan: PlanId): ModelChoice[] {
  return models.map((model) =>
    PLANS[plan].grants.modelClasses.includes(model.class)
      ? model
      : { ...model, openedBy: { plan: model.plan, name: PLANS[model.plan].name } },
  );
}

/** The first of the wishes that the plan has; else the standard one. A model that is no longer on offer is no wish. */
export function chosenModel(choices: readonly ModelChoice[], wishes: (string | undefined)[]): ModelChoice | undefined {
  const open = choices.filter(({ openedBy }) => openedBy === undefined);
  const wished = wishes.map((wish) => open.find(({ id }) => id === wish)).find((choice) => choice !== undefined);
  return wished ?? open.find(({ isDefault }) => isDefault) ?? open[0];
}
