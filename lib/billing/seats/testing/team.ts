import { stripe } from "@/lib/adapters/payments/connection";
import { readPriceFor } from "@/lib/billing/plans-price";
import { inviteToSeat } from "@/lib/billing/seats/invite";
import { takeSeat } from "@/lib/billing/seats/join";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import type { Clock } from "@/lib/platform/clock";

type Wish = { plan?: "pro" | "enterprise"; interval?: "month" | "year"; trial?: boolean };

/** Somebody who pays for so many seats, here and at Stripe. */
export async function aTeam(seats: number, { plan = "enterprise", interval = "month", trial = false }: Wish = {}) {
  const owner = await aPerson();
  const customerId = await makeCustomer(owner);
  const { id: price } = await readPriceFor(plan, interval);
  const { id } = await stripe.subscriptions.create({
    customer: customerId,
    items: [{ price, quantity: seats }],
    ...(trial ? { trial_period_days: 14 } : {}),
  });
  await syncCustomer(customerId);
  return { owner, customerId, id };
}

/** Somebody changes the number of seats by hand, at Stripe. */
export async function putSeats({ id, customerId }: { id: string; customerId: string }, quantity: number) {
  const { items } = await stripe.subscriptions.retrieve(id);
  const [item] = items.data;
  if (item === undefined) throw new Error("The subscription sells nothing");
  await stripe.subscriptions.update(id, {
    items: [{ id: item.id, quantity }],
    proration_behavior: "none",
  });
  await syncCustomer(customerId);
}

/** Invites somebody, and reads the token out of their letter. */
export async function invited(owner: Viewer, email: string, now?: Clock): Promise<string> {
  await inviteToSeat(owner, { email }, now);
  return tokenSentTo(email);
}

export async function tokenSentTo(recipient: string): Promise<string> {
  const letter = await db.notification.findFirstOrThrow({
    where: { recipient, template: "seat-invitation" },
    orderBy: { id: "desc" },
  });
  const { link } = letter.payload as { link: string };
  return new URL(link).searchParams.get("token") ?? "";
}

export async function aMember(owner: Viewer, now?: Clock): Promise<Viewer> {
  const member = await aPerson();
  await takeSeat(member, await invited(owner, member.email, now), now);
  return member;
}
