import "server-only";
import type { Db, Tx } from "@/lib/db/client";

/** What tells one trial from another: whose it is, by name, by mailbox and by card. */
export type TrialMark = {
  subscriptionId: string;
  userId: string;
  mailboxHash: string;
  cardFingerprint: string | null;
};

/** The trials of a person, and of the mailbox whoever had it. */
export function findTrialsOf(tx: Db, userId: string, mailboxHash: string) {
  return tx.trial.findMany({
    where: { OR: [{ userId }, { mailboxHash }] },
    select: { subscriptionId: true, refusedAt: true },
  });
}

/** The subscriptions whose trial was refused and that are not over yet. */
export function findRefusedOpen(tx: Db, userId: string): Promise<{ id: string; customerId: string }[]> {
  return tx.$queryRaw`
    SELECT s.id, s.customer_id AS "customerId" FROM trials t JOIN subscriptions s ON s.id = t.subscription_id
    WHERE t.user_id = ${userId}::uuid AND t.refused_at IS NOT NULL AND s.status = 'trialing'`;
}

export function findTrials(tx: Tx, subscriptionIds: string[]) {
  return tx.trial.findMany({
    where: { subscriptionId: { in: subscriptionIds } },
    select: { subscriptionId: true, cardFingerprint: true },
  });
}

/** Until the transaction ends nobody else judges a trial of these mailboxes and cards. */
export async function lockTrials(tx: Tx, marks: readonly TrialMark[]): Promise<void> {
  const keys = marks.flatMap(({ mailboxHash, cardFingerprint }) => [mailboxHash, cardFingerprint ?? []].flat());
  // In one order, so that two who want the same ones do not wait for each other.
  for (const key of [...new Set(keys)].toSorted()) {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`billing.trial:${key}`}, 0))`;
  }
}

/** Whether another trial that was granted has the person, the mailbox or the card. */
export async function hasEarlierTrial(tx: Tx, mark: TrialMark): Promise<boolean> {
  const { subscriptionId, userId, mailboxHash, cardFingerprint } = mark;
  const earlier = await tx.trial.count({
    where: {
      subscriptionId: { not: subscriptionId },
      refusedAt: null,
      OR: [{ userId }, { mailboxHash }, ...(cardFingerprint === null ? [] : [{ cardFingerprint }])],
    },
  });
  return earlier > 0;
}

/** Whether a card had a trial, whoever's it was. */
export async function hasCardTried(tx: Db, cardFingerprint: string): Promise<boolean> {
  return (await tx.trial.count({ where: { cardFingerprint, refusedAt: null } })) > 0;
}

/** Notes a trial, or what has become known of it; who refused it once has refused it. */
export async function putTrial(
  tx: Tx,
  { subscriptionId, ...mark }: TrialMark,
  { startedAt, refusedAt }: { startedAt: Date; refusedAt: Date | null },
): Promise<void> {
  const { cardFingerprint } = mark;
  await tx.trial.upsert({
    where: { subscriptionId },
    create: { subscriptionId, ...mark, startedAt, refusedAt },
    update: { cardFingerprint, ...(refusedAt === null ? {} : { refusedAt }) },
  });
}
