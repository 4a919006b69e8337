import "server-only";
import { isDeepStrictEqual } from "node:util";
import { recordAudit } from "@/lib/audit/record";
import { dropAct, finishAct, noteAct } from "@/lib/billing/queries/acts";
import { findAddressee } from "@/lib/billing/queries/dunning";
import { syncCustomer } from "@/lib/billing/sync";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import type { Contents } from "@/lib/notifications/catalogue";
import { notify } from "@/lib/notifications/outbox";
import type { Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

export type Act = {
  actId: string;
  userId: string;
  customerId: string;
  action: "refund" | "cancel" | "extend-trial" | "comp";
  target: string;
  detail: Readonly<Record<string, string | number>>;
  reason: string;
  /** What the person is told of it, where they are not told by what it changes. */
  letter?: (notedAt: Date) => Contents;
};

/** What is asked of Stripe. `notedAt` is when the button was first pressed: the same for every try. */
export type Work = (idempotencyKey: string, notedAt: Date) => Promise<void>;

/**
 * Does at Stripe what an operator decided, once for each press of the button: it is noted before Stripe is asked, under
 * a key that makes the same call again the same act, and is on record with who and why when it is done. A press that
 * broke off is gone on with by pressing again. The letter leaves if, and only if, it is on record. Our rows are made equal before it answers.
 * @throws AppError `conflict` for the same press with something else, and for what Stripe refuses; `payments_down`.
 */
export async function doAct(admin: Viewer, act: Act, work: Work, now: Clock): Promise<void> {
  const { actId: id, customerId, reason, letter: _letter, ...facts } = act;
  const wanted = { actorId: admin.id, ...facts, reason };
  const noted = await noteAct({ id, ...wanted, createdAt: now() });
  const { actorId, userId, action, target, detail } = noted;
  if (!isDeepStrictEqual({ actorId, userId, action, target, detail, reason: noted.reason }, wanted)) {
    throw new AppError("conflict", "Something else was sent from this window already. Please open it again.");
  }
  if (noted.finishedAt === null) {
    await orRefused(id, work(`admin-act-${id}`, noted.createdAt));
    await db.$transaction((tx) => finish(tx, { admin, act, notedAt: noted.createdAt, now }));
  }
  await syncQuietly(customerId, now);
}

type Finishing = { admin: Viewer; act: Act; notedAt: Date; now: Clock };

async function finish(tx: Parameters<typeof finishAct>[0], { admin, act, notedAt, now }: Finishing): Promise<void> {
  const { actId, action, target, detail, reason, userId, letter } = act;
  if (!(await finishAct(tx, actId, now()))) return;
  const facts = { ...detail, target, reason };
  await recordAudit(tx, { actorId: admin.id, action: `billing.${action}`, subject: userId, detail: facts }, now);
  const person = letter && (await findAddressee(tx, userId));
  if (!letter || !person) return;
  const dedupeKey = `admin-act:${actId}`;
  await notify(tx, { ...letter(notedAt), userId, recipient: person.email, dedupeKey }, now);
}

async function orRefused(id: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "payments_down") throw error;
    await dropAct(id);
    // What we refuse ourselves says why.
    if (error.code === "conflict") throw error;
    throw new AppError("conflict", "Stripe refused that, and nothing was changed. Please look at it there.", {
      cause: error,
    });
  }
}

/** Once it is done at Stripe it is done: where the sync can not follow, the webhook's will. */
async function syncQuietly(customerId: string, now: Clock): Promise<void> {
  try {
    await syncCustomer(customerId, now);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn("billing.act-not-synced", { code: error.code });
  }
}
