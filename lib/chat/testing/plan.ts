import type { PlanId } from "@/lib/billing/schema";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Gives the person a subscription of a plan that began yesterday. */
export async function subscribed<Person extends Pick<Viewer, "id">>(
  viewer: Person,
  plan: Exclude<PlanId, "free">,
): Promise<Person> {
  const began = new Date(Date.now() - DAY_MS);
  await db.subscription.create({
    data: {
      id: `sub_${newId()}`,
      userId: viewer.id,
      customerId: "cus_1",
      status: "active",
      plan,
      priceId: "price_1",
      interval: "month",
      currency: "usd",
      unitAmountMinor: 1_900,
      isPrimary: true,
      currentPeriodStart: began,
      currentPeriodEnd: new Date(began.getTime() + 30 * DAY_MS),
      livemode: false,
      stripeCreatedAt: began,
      syncedAt: began,
    },
  });
  return viewer;
}
