import "server-only";
import { type Db, db, type Prisma } from "@/lib/db/client";

/** Notes what is to be done, unless it is noted already; returns what is noted. */
export async function noteAct(act: Prisma.AdminActUncheckedCreateInput & { id: string }) {
  await db.adminAct.createMany({ data: [act], skipDuplicates: true });
  return db.adminAct.findUniqueOrThrow({ where: { id: act.id } });
}

/** True for whoever finishes it. */
export async function finishAct(tx: Db, id: string, finishedAt: Date): Promise<boolean> {
  const { count } = await tx.adminAct.updateMany({ where: { id, finishedAt: null }, data: { finishedAt } });
  return count > 0;
}

/** Of what Stripe refused nothing happened, so there is nothing to go on with. */
export async function dropAct(id: string): Promise<void> {
  await db.adminAct.deleteMany({ where: { id, finishedAt: null } });
}

export function findPaymentOf(userId: string, id: string) {
  return db.payment.findFirst({ where: { id, userId } });
}

export function findSubscriptionOf(userId: string, id: string) {
  return db.subscription.findFirst({ where: { id, userId } });
}
