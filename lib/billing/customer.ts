import "server-only";
import { createCustomer, describeCustomer, readCustomer } from "@/lib/adapters/payments/customer";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import { findCustomerId, forgetCustomer } from "@/lib/billing/queries/standing";
import { setStripeCustomer } from "@/lib/identity/people";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";

/**
 * Who the person is at Stripe, made when they are nobody there yet: once, however many ask at the same time. A customer
 * that happens to have the same mail address is never adopted: it may be somebody else's.
 */
export function ensureCustomer(viewer: Viewer): Promise<string> {
  return whileCheckingOut(viewer.id, async (tx) => {
    const known = await findCustomerId(tx, viewer.id);
    if (known !== undefined) {
      if (await stands(known)) return known;
      await forgetCustomer(tx, viewer.id, known);
    }
    // After a deletion the old key would give the deleted customer again.
    const key = known === undefined ? `customer-${viewer.id}` : `customer-${viewer.id}-after-${known}`;
    const made = await createCustomer(viewer.id, key);
    await describeCustomer(made, viewer);
    return setStripeCustomer(tx, viewer.id, made);
  });
}

/** Whether Stripe still has the customer. */
async function stands(customerId: string): Promise<boolean> {
  try {
    const { isDeleted } = await readCustomer(customerId);
    return !isDeleted;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return false;
    throw error;
  }
}
