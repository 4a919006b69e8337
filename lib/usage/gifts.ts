import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { db, type Tx } from "@/lib/db/client";
import { findPerson } from "@/lib/identity/people";
import type { Viewer } from "@/lib/identity/schema";
import { DAY_MS, now as clockNow, type Clock, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { exactNumber } from "@/lib/platform/money";
import type { GiveCreditWish, TakeCreditWish } from "@/lib/usage/gift-wishes";
import { holdPurse, moveCredit, openCreditAccount } from "@/lib/usage/queries/credits";
import { findGift, findReturned, type Gift } from "@/lib/usage/queries/gifts";

/**
 * Gives a person credit for a term: drawn on after their plan's allowance, whatever the plan says of bought credits, and
 * before those. One press of the button gives once. It is on record with who and why if, and only if, it is given.
 * @throws AppError `not_found`, `conflict` for the same press with something else.
 */
export async function giveCredit(admin: Viewer, wish: GiveCreditWish, now: Clock = clockNow): Promise<void> {
  const { actId: sourceId, userId, micros, days, reason } = wish;
  if ((await findPerson(userId)) === undefined) throw new AppError("not_found");
  await db.$transaction(async (tx) => {
    await holdPurse(tx, userId);
    const given = await findGift(tx, sourceId);
    if (given) return requireSame(given, wish);
    const startsAt = now();
    const account = { kind: "promotional", sourceId, startsAt, endsAt: plusMs(startsAt, days * DAY_MS) } as const;
    const accountId = await openCreditAccount(tx, userId, account);
    await moveCredit(tx, { userId, accountId, sourceId, micros, dueBackMicros: 0n, now: startsAt });
    const detail = { target: sourceId, micros: exactNumber(micros), days, reason };
    await recordAudit(tx, { actorId: admin.id, action: "usage.give-credit", subject: userId, detail }, now);
  });
}

function requireSame({ userId, givenMicros, startsAt, endsAt }: Gift, wish: GiveCreditWish): void {
  const days = (endsAt.getTime() - startsAt.getTime()) / DAY_MS;
  const isSame = userId === wish.userId && givenMicros === wish.micros && days === wish.days;
  if (!isSame)
    throw new AppError("conflict", "Something else was given from this window already. Please open it again.");
}

/**
 * Takes back what is left of a gift. What is held of it for answers that are being written comes after, as far as they do
 * not need it ({@link takeWhatCameBack}); what was used stays used. One that was taken back is left as it is.
 * @throws AppError `not_found` for what was not given to them.
 */
export async function takeCreditBack(admin: Viewer, wish: TakeCreditWish, now: Clock = clockNow): Promise<void> {
  const { userId, giftId, reason } = wish;
  await db.$transaction(async (tx) => {
    await holdPurse(tx, userId);
    const gift = await findGift(tx, giftId);
    if (gift?.userId !== userId) throw new AppError("not_found");
    if (gift.dueBackMicros === gift.grantedMicros) return;
    await takeRest(tx, { ...gift, now: now() });
    const detail = { target: giftId, micros: exactNumber(gift.balanceMicros), reason };
    await recordAudit(tx, { actorId: admin.id, action: "usage.take-credit-back", subject: userId, detail }, now);
  });
}

/** Takes what was held of gifts when they were taken back, and was not needed. */
export async function takeWhatCameBack(userId: string, now: Clock = clockNow): Promise<void> {
  await db.$transaction(async (tx) => {
    await holdPurse(tx, userId);
    for (const gift of await findReturned(tx, userId)) await takeRest(tx, { ...gift, userId, now: now() });
  });
}

type Taking = Pick<Gift, "userId" | "accountId" | "sourceId" | "grantedMicros" | "balanceMicros"> & { now: Date };

/** What is not there to be taken is due back: nothing is drawn on such a gift any more. */
async function takeRest(tx: Tx, { grantedMicros, balanceMicros, ...gift }: Taking): Promise<void> {
  await moveCredit(tx, { ...gift, micros: -balanceMicros, dueBackMicros: grantedMicros - balanceMicros });
}
