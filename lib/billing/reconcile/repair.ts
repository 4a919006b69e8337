import "server-only";
import { z } from "zod";
import { type RemoteAccount, readAccount } from "@/lib/adapters/payments/account";
import { type Difference, isNewsWaiting } from "@/lib/billing/queries/drift";
import type { Finding } from "@/lib/billing/queries/reconcile-runs";
import { type Compared, differencesOf } from "@/lib/billing/reconcile/compare";
import { syncCustomer } from "@/lib/billing/sync";
import { db } from "@/lib/db/client";
import type { Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

type Customer = Omit<Compared, "account">;

/**
 * Looks again at a customer that seemed to differ, under the sync's own lock: what was only late is not drift. What
 * does differ is repaired by that sync, and compared once more.
 *
 * Returns what differed, none when nothing did.
 * @throws AppError `payments_down`
 */
export async function repair(customer: Customer, now: Clock, read = readAccount): Promise<Finding[]> {
  const { customerId, userId } = customer;
  let account: RemoteAccount | undefined;
  let found: Difference[] = [];
  try {
    await syncCustomer(customerId, now, async (id, known) => {
      account = await read(id, known);
      // Nobody but this sync writes the customer's rows now; what it will write is not there yet.
      if (!(await isNewsWaiting(db, id))) found = await differencesOf([{ customerId, userId, account }]);
      return account;
    });
  } catch (error) {
    return [unreadable(customer, error)];
  }
  if (account === undefined || found.length === 0) return [];
  const left = await differencesOf([{ customerId, userId, account }]);
  const isLeft = (one: Difference) => left.some(({ subject, rowId }) => subject === one.subject && rowId === one.rowId);
  return found.map((one) => ({
    customerId,
    subject: one.subject,
    rowId: one.rowId,
    columns: one.kind === "different" ? one.columns : [],
    repaired: !isLeft(one),
  }));
}

/** A customer that Stripe never had, or shows in a way we can not read, differs and stays so until somebody looks. */
function unreadable({ customerId, userId }: Customer, error: unknown): Finding {
  const isUnknown = error instanceof AppError && error.code === "not_found";
  const isNonsense = error instanceof AppError && error.cause instanceof z.ZodError;
  if (!isUnknown && !isNonsense) throw error;
  return { customerId, subject: "users", rowId: userId, columns: ["stripe_customer_id"], repaired: false };
}
