import { type Grants, type Plans, PLANS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";
import type { Ceilings, Rules } from "@/lib/usage/rules";

const NO_CEILINGS: Ceilings = { personMicros: undefined, globalMicros: undefined };

/** The rules of a deployment that differs from ours in some of what a plan grants, or has these ceilings. */
export function rulesWith(
  grants: { [Plan in PlanId]?: Partial<Grants> },
  { heldMicros = 0n, ...ceilings }: Partial<Ceilings> & { heldMicros?: bigint } = {},
): () => Promise<Rules> {
  const entries = Object.entries(PLANS).map(([id, plan]) => {
    const changed = { ...plan.grants, ...grants[plan.id] };
    return [id, { ...plan, grants: changed }] as const;
  });
  const rules = { plans: Object.fromEntries(entries) as Plans, ceilings: { ...NO_CEILINGS, ...ceilings }, heldMicros };
  return () => Promise.resolve(rules);
}
