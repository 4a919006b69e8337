import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";
import { takeWhatCameBack } from "@/lib/usage/gifts";
import {
  type CreditedPurchase,
  findCredits,
  findDueBack,
  findExpired,
  findPurchases,
  findUncredited,
  holdPurse,
  lapseCredit,
  moveCredit,
  openCreditAccount,
} from "@/lib/usage/queries/credits";
import type { Credit } from "@/lib/usage/schema";

/** People, or purchases and gifts, that one sweep sees to at most; the next goes on. */
const SWEEP_SIZE = 500;

/** What a person was given or bought and can still use, the one that is used next first. */
export function creditsOf(userId: string, now: Clock = clockNow): Promise<Credit[]> {
  return findCredits(userId, now());
}

/**
 * Makes the ledger stand for what a person's purchases are worth: grants what is missing, and takes back what went back
 * to the payer, as far as it is not spent. Read behind the person's lock, so that of two that run at once the later one
 * decides; done again it changes nothing.
 */
export async function creditPurchases(userId: string, now: Clock = clockNow): Promise<void> {
  await db.$transaction(async (tx) => {
    await holdPurse(tx, userId);
    for (const purchase of await findPurchases(tx, userId)) await adjust(tx, userId, { purchase, now: now() });
  });
}

/**
 * Takes away what expired, and what came back of purchases that were paid back and of gifts that were taken back. Returns
 * how many expired.
 */
export async function sweepCredits(now: Clock = clockNow): Promise<number> {
  for (const userId of await findDueBack(SWEEP_SIZE)) {
    await creditPurchases(userId, now);
    await takeWhatCameBack(userId, now);
  }
  let lapsed = 0;
  for (const expired of await findExpired(now(), SWEEP_SIZE)) if (await lapseCredit(expired, now())) lapsed += 1;
  return lapsed;
}

/** Compares every purchase with the ledger and mends what differs: news that were lost. Returns how many people it was. */
export async function compareCredits(now: Clock = clockNow): Promise<number> {
  const behind = await findUncredited(SWEEP_SIZE);
  for (const userId of behind) await creditPurchases(userId, now);
  return behind.length;
}

type Adjusting = { purchase: CreditedPurchase; now: Date };

async function adjust(tx: Tx, userId: string, { purchase, now }: Adjusting): Promise<void> {
  const { id: sourceId, dueMicros } = purchase;
  const { micros, dueBackMicros } = moveFor(purchase);
  if (micros === 0n && dueBackMicros === purchase.dueBackMicros) return;
  const accountId = purchase.accountId ?? (await openCreditAccount(tx, userId, accountOf(purchase)));
  await moveCredit(tx, { userId, accountId, sourceId, micros, dueBackMicros, now });
  log.info("usage.credited", { sourceId, micros: Number(micros), dueMicros: Number(dueMicros) });
  if (dueBackMicros > 0n) log.warn("usage.credit_lost", { sourceId, dueBackMicros: Number(dueBackMicros) });
}

function accountOf({ id: sourceId, boughtAt: startsAt, expiresAt: endsAt }: CreditedPurchase) {
  return { kind: "credit", sourceId, startsAt, endsAt } as const;
}

/** What brings a purchase's account to what it is worth: more, or less as far as there is something left to take. Pure. */
export function moveFor({
  dueMicros,
  grantedMicros,
  balanceMicros,
}: Pick<CreditedPurchase, "dueMicros" | "grantedMicros" | "balanceMicros">): { micros: bigint; dueBackMicros: bigint } {
  if (dueMicros >= grantedMicros) return { micros: dueMicros - grantedMicros, dueBackMicros: 0n };
  const excess = grantedMicros - dueMicros;
  const taken = balanceMicros < excess ? balanceMicros : excess;
  return { micros: -taken, dueBackMicros: excess - taken };
}
