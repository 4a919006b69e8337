import "server-only";
import type { Prisma } from "@/lib/db/client";
import { type InteractionFacts, interactionRow } from "@/lib/inference/queries/interactions";
import { settlement } from "@/lib/usage/settlement";

/**
 * What the end of a call writes, as table expressions for the statement that also writes what it was for: `purse`
 * first, then `writing(when)`, which ends the hold (`ended`) and adds the operator's row.
 */
export function settleInference(facts: InteractionFacts): {
  purse: Prisma.Sql;
  writing: (when: Prisma.Sql) => Prisma.Sql[];
} {
  const { userId, sourceId, inference, now } = facts;
  const { purse, ending } = settlement({ userId, sourceId, charge: inference.charge, now });
  return { purse, writing: (when) => [ending(when), interactionRow(facts, when)] };
}
