import "server-only";
import { z } from "zod";
import type { RemoteAccount } from "@/lib/adapters/payments/account";
import { listCards } from "@/lib/adapters/payments/customer";
import { findCopies } from "@/lib/billing/queries/reconcile-runs";
import type { Compared } from "@/lib/billing/reconcile/compare";
import { AppError } from "@/lib/platform/errors";

type Customer = Omit<Compared, "account">;

/** Cards are the one thing that Stripe lists by customer only. */
const CARDS_AT_ONCE = 8;

/**
 * What Stripe listed to a run, put together as the accounts of these customers; `unlisted` are those that were not
 * among what it listed (deleted ones, and such as can not be read).
 * @throws AppError `payments_down`
 */
export async function listedAccounts(
  runId: string,
  customers: readonly Customer[],
): Promise<{ listed: Compared[]; unlisted: Customer[] }> {
  const copies = await findCopies(
    runId,
    customers.map(({ customerId }) => customerId),
  );
  const listed: Compared[] = [];
  const unlisted: Customer[] = [];
  for (let from = 0; from < customers.length; from += CARDS_AT_ONCE) {
    const some = customers.slice(from, from + CARDS_AT_ONCE);
    const accounts = await Promise.all(some.map(({ customerId }) => accountOf(customerId, copies)));
    some.forEach((customer, index) => {
      const account = accounts[index];
      if (account === undefined) unlisted.push(customer);
      else listed.push({ ...customer, account });
    });
  }
  return { listed, unlisted };
}

type Copy = Awaited<ReturnType<typeof findCopies>>[number];

async function accountOf(customerId: string, copies: readonly Copy[]): Promise<RemoteAccount | undefined> {
  const own = copies.filter((copy) => copy.customerId === customerId);
  const [customer] = bodiesOf<{ cardId: string | null }>(own, "customers");
  if (customer === undefined) return undefined;
  try {
    return {
      isDeleted: false,
      subscriptions: bodiesOf(own, "subscriptions"),
      invoices: bodiesOf(own, "invoices"),
      payments: bodiesOf(own, "payments"),
      cards: await listCards(customerId),
      cardId: customer.cardId,
    };
  } catch (error) {
    // Deleted since it was listed.
    if (error instanceof AppError && error.code === "not_found") return undefined;
    throw error;
  }
}

function bodiesOf<T>(copies: readonly Copy[], kind: string): T[] {
  // We wrote them ourselves, a moment ago.
  const own = z.custom<T>();
  return copies.filter((copy) => copy.kind === kind).map(({ body }) => own.parse(JSON.parse(body, withMoments)));
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;

/** Moments come back as they went in. Nothing else that Stripe says has that form. */
function withMoments(_key: string, value: unknown): unknown {
  return typeof value === "string" && MOMENT.test(value) ? new Date(value) : value;
}
