import { stripe } from "@/lib/adapters/payments/connection";
import { findPrice } from "@/lib/adapters/payments/catalogue";
import { ensureCustomer } from "@/lib/billing/customer";
import { lookupKeyOf } from "@/lib/billing/plans";
import { standingOf } from "@/lib/billing/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { db } from "@/lib/db/client";
import { findPerson } from "@/lib/identity/people";
import { PRO_EMAIL } from "@/prisma/seeded-people";

/**
 * Gives the seeded Pro customer a paid subscription, made in the Stripe sandbox as a checkout would, so that the
 * dashboard, the invoice and the admin's figures have something true to show. One that was cancelled stays so.
 */
export async function seedSubscription(): Promise<boolean> {
  const { id } = await db.user.findUniqueOrThrow({ where: { email: PRO_EMAIL }, select: { id: true } });
  const viewer = await findPerson(id);
  if (viewer === undefined) return false;
  const customer = await ensureCustomer(viewer);
  const { data } = await stripe.subscriptions.list({ customer, status: "all", limit: 1 });
  if (data.length > 0) {
    if ((await standingOf(id)).plan === "free") await syncCustomer(customer);
    return false;
  }
  const price = await findPrice(lookupKeyOf("pro", "month"));
  if (price === undefined) throw new Error("The price of Pro is missing from the Stripe sandbox.");
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
  await stripe.subscriptions.create(
    { customer, items: [{ price: price.id }], metadata: { userId: id } },
    { idempotencyKey: `seed-${customer}` },
  );
  await syncCustomer(customer);
  return true;
}
