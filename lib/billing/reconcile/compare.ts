import "server-only";
import type { RemoteAccount } from "@/lib/adapters/payments/account";
import { projectAccount } from "@/lib/billing/projection";
import { type Difference, findDifferences, findPlaces, FOLDED, MIRRORS } from "@/lib/billing/queries/drift";
import { duplicates, ranked } from "@/lib/billing/ranking";
import { paidPlan } from "@/lib/billing/standing";

/** A customer as Stripe has it, and whose it is. */
export type Compared = { customerId: string; userId: string; account: RemoteAccount };

/** Any moment does: when a row was synced is not compared. */
const WHENEVER = new Date(0);

/** Where our rows of these customers are not what the sync would write. */
export async function differencesOf(compared: readonly Compared[]): Promise<Difference[]> {
  const folds = compared.map(({ account, ...owner }) => projectAccount(account, { ...owner, syncedAt: WHENEVER }));
  const customerIds = compared.map(({ customerId }) => customerId);
  // Of a customer that was deleted Stripe lists nothing any more, but it was real.
  const deleted = new Set(compared.filter(({ account }) => account.isDeleted).map(({ customerId }) => customerId));
  const found = await Promise.all(
    MIRRORS.map((table) => {
      const rows = folds.flatMap((fold): Record<string, unknown>[] => fold[FOLDED[table]]);
      return findDifferences(table, rows, customerIds);
    }),
  );
  const misplaced = await misplacedOf(compared.map(({ userId }) => userId));
  return [
    ...found.flat().filter(({ kind, subject, customerId }) => {
      return kind !== "extra" || subject === "payment_methods" || !deleted.has(customerId);
    }),
    ...misplaced,
  ];
}

/** Subscriptions that are not in the place that all of their person's together give them. */
async function misplacedOf(userIds: readonly string[]): Promise<Difference[]> {
  const rows = (await findPlaces(userIds)).map((row) => ({
    ...row,
    plan: paidPlan(row.plan),
    createdAt: row.stripeCreatedAt,
  }));
  return [...new Set(userIds)].flatMap((person) => {
    const theirs = rows.filter(({ userId }) => userId === person);
    const primaryId = ranked(theirs)[0]?.id;
    const tooMany = new Set(duplicates(theirs).map(({ id }) => id));
    return theirs.flatMap(({ id, customerId, isPrimary, isDuplicate }): Difference[] => {
      const columns = [
        ...(isDuplicate === tooMany.has(id) ? [] : ["is_duplicate"]),
        ...(isPrimary === (id === primaryId) ? [] : ["is_primary"]),
      ];
      if (columns.length === 0) return [];
      return [{ subject: "subscriptions", rowId: id, customerId, kind: "different", columns }];
    });
  });
}
