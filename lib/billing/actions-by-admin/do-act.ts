import "server-only";
import { isDeepStrictEqual } from "node:util";
import { recordAudit } from "@/lib/audit/record";
import { dropAct, finishAct, noteAct } from "@/lib/billing/queries/acts";
import { syncCustomer } from "@/lib/billing/sync";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import type { Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

export type Act = {
  actId: string;
  userId: string;
  customerId: string;
  action: "refund" | "cancel" | "extend-trial";
  target: string;
  detail: Readonly<Record<string, string | number>>;
  reason: string;
};

/**
 * Does at Stripe what an operator decided, once for each press of the button: it is noted before Stripe is asked, under
 * a key that makes the same call again the same act, and is on record with who and why when it is done. A press that
 * broke off is gone on with by pressing again. Our rows are made equal before it answers.
 * @throws AppError `conflict` for the same press with something else, and for what Stripe refuses; `payments_down`.
 */
export async function doAct(
  admin: Viewer,
  act: Act,
  work: (idempotencyKey: string) => Promise<void>,
  now: Clock,
): Promise<void> {
  const { actId: id, customerId, reason, ...facts } = act;
  const wanted = { actorId: admin.id, ...facts, reason };
  const noted = await noteAct({ id, ...wanted, createdAt: now() });
  const { actorId, userId, action, target, detail } = noted;
  if (!isDeepStrictEqual({ actorId, userId, action, target, detail, reason: noted.reason }, wanted)) {
    throw new AppError("conflict", "Something else was sent from this window already. Please open it again.");
  }
  if (noted.finishedAt === null) {
    await orRefused(id, work(`admin-act-${id}`));
    await db.$transaction((tx) => finish(tx, { admin, act, now }));
  }
  await syncQuietly(customerId, now);
}

type Finishing = { admin: Viewer; act: Act; now: Clock };

async function finish(tx: Parameters<typeof finishAct>[0], { admin, act, now }: Finishing): Promise<void> {
  const { actId, action, target, detail, reason, userId } = act;
  if (!(await finishAct(tx, actId, now()))) return;
  const facts = { ...detail, target, reason };
  await recordAudit(tx, { actorId: admin.id, action: `billing.${action}`, subject: userId, detail: facts }, now);
}

async function orRefused(id: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "payments_down") throw error;
    await dropAct(id);
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
