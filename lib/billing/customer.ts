import "server-only";
import { createCustomer, describeCustomer, findCustomer } from "@/lib/adapters/payments/customer";
import { whileCheckingOut, whileNotCheckingOut } from "@/lib/billing/queries/locks";
import { findOwner } from "@/lib/billing/queries/owner";
import { findCustomerId, forgetCustomer } from "@/lib/billing/queries/standing";
import { findUserIdByCustomer, setStripeCustomer } from "@/lib/identity/people";
import type { Viewer } from "@/lib/identity/schema";

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

/**
 * Whose customer it is, also of one that is being made at this moment: Stripe's events about it arrive before
 * {@link ensureCustomer} has noted it, so whoever it is for is waited for.
 */
export async function ownerOf(customerId: string): Promise<string | undefined> {
  return (await findOwner(customerId)) ?? ownerByStripe(customerId);
}

/** The same where our own records were asked and know nobody. */
export async function ownerByStripe(customerId: string): Promise<string | undefined> {
  const customer = await findCustomer(customerId);
  if (!customer?.userId) return undefined;
  await whileNotCheckingOut(customer.userId, () => Promise.resolve());
  return findUserIdByCustomer(customerId);
}

/** Whether Stripe still has the customer. */
async function stands(customerId: string): Promise<boolean> {
  const customer = await findCustomer(customerId);
  return customer !== undefined && !customer.isDeleted;
}
