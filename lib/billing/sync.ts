import "server-only";
import { isDeepStrictEqual } from "node:util";
import { type RemoteAccount, readAccount } from "@/lib/adapters/payments/account";
import { ownerOf } from "@/lib/billing/customer";
import { DUE_OFFSETS } from "@/lib/billing/dunning/due-offsets";
import { tellOfBilling } from "@/lib/billing/dunning/tell";
import { notePurchases } from "@/lib/billing/packs/note-purchases";
import { projectAccount } from "@/lib/billing/projection";
import { confirmRows } from "@/lib/billing/queries/confirm";
import { type Applying, markApplied } from "@/lib/billing/queries/inbox";
import { whileSyncing } from "@/lib/billing/queries/locks";
import {
  clearDefaultCard,
  dropOtherCards,
  dropOtherInvoices,
  findKnown,
  findPrimary,
  findRanked,
  putPlaces,
  putRows,
} from "@/lib/billing/queries/projection";
import { duplicates, ranked } from "@/lib/billing/ranking";
import { noteChanges } from "@/lib/billing/recurring-changes";
import { standingChangedWithTeam } from "@/lib/billing/seats/news";
import { paidPlan } from "@/lib/billing/standing";
import { noteTrials } from "@/lib/billing/trials";
import type { Tx } from "@/lib/db/client";
import { type Clock, now as clockNow, wallTime } from "@/lib/platform/clock";

export type AccountReader = typeof readAccount;

/**
 * Makes our rows of a customer equal to what Stripe has: lock → fetch → write, in one transaction. What is fetched
 * under the lock is at least as new as anything a sync before it wrote, so the last write is never older news; and
 * every event stored before the fetch is covered by it, so they are all marked applied.
 *
 * Returns whose customer it is, or undefined (and does nothing) when it is nobody's here.
 * @throws AppError `payments_down` when Stripe can not be asked; then nothing was changed.
 */
export async function syncCustomer(
  customerId: string,
  now: Clock = clockNow,
  read: AccountReader = readAccount,
): Promise<string | undefined> {
  const userId = await ownerOf(customerId);
  if (userId !== undefined) await syncing({ customerId, userId }, { write, read, now });
  return userId;
}

/**
 * The same for events, most of which tell of what an earlier one of the same change brought already: where our rows are
 * as Stripe has them and nothing fell due since we last looked, that we looked is all there is to write.
 */
export function syncNews(owned: Owned, now: Clock = clockNow, read: AccountReader = readAccount): Promise<void> {
  return syncing(owned, { write: confirmOrWrite, read, now });
}

/** A customer, and whose it is. */
type Owned = { customerId: string; userId: string };
type Syncing = { write: typeof write; read: AccountReader; now: Clock };

function syncing({ customerId, userId }: Owned, { write: put, read, now }: Syncing): Promise<void> {
  return whileSyncing(customerId, async (tx, eventIds) => {
    const account = await read(customerId, () => findKnown(tx, customerId));
    const at = now();
    const events = { eventIds, at, touchedAt: wallTime(now) };
    await put(tx, account, { owner: { userId, customerId, syncedAt: at }, events });
  });
}

type Owner = Owned & { syncedAt: Date };

type For = { owner: Owner; events: Applying };

async function confirmOrWrite(tx: Tx, account: RemoteAccount, { owner, events }: For): Promise<void> {
  const { userId, customerId, syncedAt } = owner;
  const due = { offsets: DUE_OFFSETS, now: syncedAt };
  const rows = projectAccount(account, owner);
  const isSteady = !account.isDeleted && (await confirmRows(tx, { userId, customerId, rows, due, events }));
  if (!isSteady) return write(tx, account, { owner, events });
  // A card's own number is in no row of ours.
  await noteTrials(tx, account, owner);
}

async function write(tx: Tx, account: RemoteAccount, { owner, events }: For): Promise<void> {
  await writeRows(tx, projectAccount(account, owner), { account, owner });
  await markApplied(tx, events);
}

type Rows = ReturnType<typeof projectAccount>;

async function writeRows(
  tx: Tx,
  rows: Rows,
  { account, owner }: { account: RemoteAccount; owner: Owner },
): Promise<void> {
  const { userId, customerId, syncedAt: at } = owner;
  const before = await findPrimary(tx, userId);
  const { subscriptions, invoices, payments, purchases, cards } = rows;
  await putRows(tx, "subscriptions", { rows: subscriptions, at });
  await putRows(tx, "invoices", { rows: invoices, at });
  await putRows(tx, "payments", { rows: payments, at });
  await notePurchases(tx, { userId, purchases, syncedAt: at });
  await noteChanges(tx, { userId, customerId, subscriptions, invoices, syncedAt: at });
  await clearDefaultCard(tx, customerId);
  await putRows(tx, "payment_methods", { rows: cards, at });
  await dropOtherCards(
    tx,
    customerId,
    cards.map(({ id }) => id),
  );
  // A deleted customer's invoices are no longer listed, but they were real.
  if (!account.isDeleted)
    await dropOtherInvoices(
      tx,
      customerId,
      invoices.map(({ id }) => id),
    );
  await noteTrials(tx, account, owner);
  await place(tx, userId);
  const after = await findPrimary(tx, userId);
  if (!isDeepStrictEqual(before, after)) await standingChangedWithTeam(tx, userId);
  await tellOfBilling(tx, userId, { change: { before, after }, at });
}

/** Decides anew which of a person's subscriptions counts, and which are too many. */
async function place(tx: Tx, userId: string): Promise<void> {
  const rows = await findRanked(tx, userId);
  const subscriptions = rows.map(({ stripeCreatedAt, plan, ...row }) => ({
    ...row,
    plan: paidPlan(plan),
    createdAt: stripeCreatedAt,
  }));
  await putPlaces(tx, userId, {
    primaryId: ranked(subscriptions)[0]?.id,
    duplicateIds: duplicates(subscriptions).map(({ id }) => id),
  });
}
