import "server-only";
import { listCards, readCustomer, type RemoteCard } from "@/lib/adapters/payments/customer";
import { findInvoice, listInvoices, type RemoteInvoice } from "@/lib/adapters/payments/invoice";
import { listPayments, type RemotePayment } from "@/lib/adapters/payments/payment";
import { findSubscription, listWithCustomer, type RemoteSubscription } from "@/lib/adapters/payments/subscription";

/** Everything Stripe holds of a customer that we keep a projection of. */
export type RemoteAccount = {
  isDeleted: boolean;
  subscriptions: RemoteSubscription[];
  invoices: RemoteInvoice[];
  payments: RemotePayment[];
  cards: RemoteCard[];
  /** The card the customer named for everything that names none itself. */
  cardId: string | null;
};

/** What we know of a customer already: of a deleted one, Stripe lists nothing but still shows what is asked for by id. */
export type KnownIds = { subscriptionIds: readonly string[]; openInvoiceIds: readonly string[] };

/** @throws AppError `not_found` when Stripe never had the customer, `payments_down` when it can not be asked. */
export async function readAccount(customerId: string, known: () => Promise<KnownIds>): Promise<RemoteAccount> {
  const { subscriptions, customer = await readCustomer(customerId) } = await listWithCustomer(customerId);
  if (customer.isDeleted) return readRemains(await known());
  const [invoices, payments, cards] = await Promise.all([
    listInvoices(customerId),
    listPayments(customerId),
    listCards(customerId),
  ]);
  return { isDeleted: false, subscriptions, invoices, payments, cards, cardId: customer.cardId };
}

async function readRemains({ subscriptionIds, openInvoiceIds }: KnownIds): Promise<RemoteAccount> {
  const [subscriptions, invoices] = await Promise.all([
    Promise.all(subscriptionIds.map(findSubscription)),
    Promise.all(openInvoiceIds.map(findInvoice)),
  ]);
  return {
    isDeleted: true,
    subscriptions: subscriptions.filter((found) => found !== undefined),
    invoices: invoices.filter((found) => found !== undefined),
    payments: [],
    cards: [],
    cardId: null,
  };
}
