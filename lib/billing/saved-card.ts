import "server-only";
import { findCustomer, listCards, type RemoteCard } from "@/lib/adapters/payments/customer";
import { findCustomerId } from "@/lib/billing/queries/standing";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";

export type SavedCard = { customerId: string; card: RemoteCard };

/** The card with that id, else the one the customer named for everything, else their newest. Asked of Stripe. */
export async function findSavedCard({ id }: Pick<Viewer, "id">, cardId?: string): Promise<SavedCard | undefined> {
  const customerId = await findCustomerId(db, id);
  const customer = customerId === undefined ? undefined : await findCustomer(customerId);
  if (customer === undefined || customer.isDeleted) return undefined;
  const cards = await listCards(customer.id);
  const cardWith = (wanted: string | null | undefined) => cards.find((one) => one.id === wanted);
  const card = cardWith(cardId) ?? cardWith(customer.cardId) ?? cards[0];
  return card && { customerId: customer.id, card };
}
