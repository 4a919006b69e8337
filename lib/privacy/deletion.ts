import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { endCharging } from "@/lib/billing/leaving";
import { eraseChats, stopEveryAnswer } from "@/lib/chat/erase";
import { db } from "@/lib/db/client";
import { forgetKept } from "@/lib/gateway/kept-answers";
import { forgetPerson } from "@/lib/identity/leaving";
import { forgetContent } from "@/lib/inference/forget";
import { forgetLetters } from "@/lib/notifications/forget";
import { notify } from "@/lib/notifications/outbox";
import { type Clock, MINUTE_MS, now as clockNow } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { findStep, lockForErasing, markErased, markUnsubscribed, noteFailure } from "@/lib/privacy/queries";

/** Years of chats are removed in one transaction. */
const LIMITS = { timeout: 2 * MINUTE_MS, maxWait: 20_000 };

/**
 * Takes the steps of a deletion that are left, in their order: nothing charges any more, then nothing says whose it
 * was. Every step can be taken again, by several at once too, so it does not matter where the last try stopped.
 * @returns false when answers are still being written: then it has to come back in a moment.
 * @throws whatever stood in the way; the deletion remembers it.
 */
export async function goOnDeleting(userId: string, now: Clock = clockNow): Promise<boolean> {
  try {
    return await takeSteps(userId, now);
  } catch (error) {
    await noteFailure(userId, error instanceof Error ? error.message : "unknown", now());
    throw error;
  }
}

async function takeSteps(userId: string, now: Clock): Promise<boolean> {
  const step = await findStep(userId);
  if (step === undefined || step === "erased") return true;
  // Asked of Stripe again at every try: what was true an hour ago need not be.
  await endCharging(userId, now);
  await markUnsubscribed(userId, now());
  if ((await stopEveryAnswer(userId, now)) > 0) return false;
  await erase(userId, now);
  return true;
}

/** In one transaction, and the letter that says so with it. What the ledger, invoices and audit hold stays. */
async function erase(userId: string, now: Clock): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!(await lockForErasing(tx, userId))) return;
    await eraseChats(tx, userId);
    await forgetContent(tx, userId);
    await forgetKept(tx, userId);
    const email = await forgetPerson(tx, userId, now);
    await forgetLetters(tx, { userId, email });
    await markErased(tx, userId, now());
    await recordAudit(tx, { actorId: null, action: "account.erased", subject: userId }, now);
    const payload = { signUpUrl: `${env.appUrl}/sign-up` };
    const dedupeKey = `account-deleted:${userId}`;
    await notify(tx, { template: "account-deleted", recipient: email, payload, dedupeKey }, now);
  }, LIMITS);
}
