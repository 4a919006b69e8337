import "server-only";
import type { RemoteAccount } from "@/lib/adapters/payments/account";
import type { RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { recordAudit } from "@/lib/audit/record";
import { mailboxOf } from "@/lib/billing/mailbox";
import type { Owner } from "@/lib/billing/projection";
import { countSubscriptions } from "@/lib/billing/queries/standing";
import {
  findTrials,
  findTrialsOf,
  hasEarlierTrial,
  lockTrials,
  putTrial,
  type TrialMark,
} from "@/lib/billing/queries/trials";
import type { Db, Tx } from "@/lib/db/client";
import { findPerson } from "@/lib/identity/people";
import type { Viewer } from "@/lib/identity/schema";
import { enqueue } from "@/lib/jobs/enqueue";
import { sha256 } from "@/lib/platform/ids";

export const END_REFUSED_JOB = "billing.end-refused-trial";

/** A person, a mailbox and a card have one trial each. What is known of the first two; the card only shows on paying. */
export async function mayTry(tx: Db, viewer: Viewer): Promise<boolean> {
  if ((await countSubscriptions(tx, viewer.id)) > 0) return false;
  return (await trialsOf(tx, viewer)).length === 0;
}

export function trialsOf(tx: Db, { id, email }: Pick<Viewer, "id" | "email">) {
  return findTrialsOf(tx, id, sha256(mailboxOf(email)));
}

/**
 * Notes the trials that began, with the card that now is known, in a sync's transaction. One that our checkout gave to
 * whom another had been given before is refused: its subscription is ended by a job, before anything is charged.
 */
export async function noteTrials(
  tx: Tx,
  account: RemoteAccount,
  { userId, customerId, syncedAt }: Owner,
): Promise<void> {
  const fresh = await withNews(tx, account);
  const owner = fresh.length === 0 ? undefined : await findPerson(userId);
  if (owner === undefined) return;
  const mailboxHash = sha256(mailboxOf(owner.email));
  const marks = fresh.map(({ subscription, cardFingerprint }) => ({
    subscription,
    mark: { subscriptionId: subscription.id, userId, mailboxHash, cardFingerprint },
  }));
  await lockTrials(
    tx,
    marks.map(({ mark }) => mark),
  );
  for (const { subscription, mark } of marks) {
    const isRefused = isGivenByUs(subscription) && (await hasEarlierTrial(tx, mark));
    await putTrial(tx, mark, { startedAt: subscription.createdAt, refusedAt: isRefused ? syncedAt : null });
    if (isRefused) await refuse(tx, mark, customerId);
  }
}

type Fresh = { subscription: RemoteSubscription; cardFingerprint: string | null };

/** Trials that are not noted yet, or not with their card. */
async function withNews(tx: Tx, { subscriptions, cards, cardId }: RemoteAccount): Promise<Fresh[]> {
  const trials = subscriptions.filter(({ trialEnd }) => trialEnd !== null);
  if (trials.length === 0) return [];
  const rows = await findTrials(
    tx,
    trials.map(({ id }) => id),
  );
  const known = new Map(rows.map(({ subscriptionId, cardFingerprint }) => [subscriptionId, cardFingerprint]));
  return trials
    .map((subscription) => {
      const card = cards.find(({ id }) => id === (subscription.cardId ?? cardId));
      return { subscription, cardFingerprint: card?.fingerprint ?? null };
    })
    .filter(({ subscription: { id }, cardFingerprint }) => {
      return !known.has(id) || (known.get(id) === null && cardFingerprint !== null);
    });
}

/** Not one that an operator gave by hand, and not one that is over already. */
function isGivenByUs({ metadata, status }: RemoteSubscription): boolean {
  return status === "trialing" && Number(metadata["trialDays"] ?? "0") > 0;
}

async function refuse(tx: Tx, { subscriptionId }: TrialMark, customerId: string): Promise<void> {
  await recordAudit(tx, { actorId: null, action: "trial.refused", subject: subscriptionId });
  const key = `${END_REFUSED_JOB}:${subscriptionId}`;
  await enqueue(tx, END_REFUSED_JOB, { subscriptionId, customerId }, { key });
}
