import "server-only";
import { z } from "zod";
import { askMaybe } from "@/lib/adapters/payments/connection";
import { idOf, maybeIdOf } from "@/lib/adapters/payments/field";

const Related = z.object({
  id: z.string(),
  object: z.string(),
  customer: maybeIdOf,
  charge: idOf.nullish().catch(null),
});

/**
 * Whose the object is that Stripe has at a path of its API; a dispute is its charge's customer's. Null when it has
 * none, or when Stripe has it no more.
 * @throws AppError `payments_down`
 */
export async function customerAt(path: string): Promise<string | null> {
  const related = await askMaybe(Related, (stripe) => stripe.rawRequest("GET", path));
  if (related === undefined) return null;
  if (related.object === "customer") return related.id;
  if (related.customer === null && related.charge) return customerAt(`/v1/charges/${related.charge}`);
  return related.customer;
}
