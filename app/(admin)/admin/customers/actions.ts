"use server";

import { refresh } from "next/cache";
import * as acts from "@/lib/billing/actions-by-admin/acts";
import * as gifts from "@/lib/billing/actions-by-admin/comp";
import { CancelWish, CompPlanWish, CompWish, RefundWish, TrialWish } from "@/lib/billing/actions-by-admin/wishes";
import { formAction } from "@/lib/http/form";
import { requireAdmin } from "@/lib/http/visitor";
import { GiveCreditWish, TakeCreditWish } from "@/lib/usage/gift-wishes";
import * as credit from "@/lib/usage/gifts";

export const refund = formAction(RefundWish, async (wish) => {
  await acts.refund(await requireAdmin(), wish);
  refresh();
});

export const cancel = formAction(CancelWish, async (wish) => {
  await acts.cancel(await requireAdmin(), wish);
  refresh();
});

export const extendTrial = formAction(TrialWish, async (wish) => {
  await acts.extendTrial(await requireAdmin(), wish);
  refresh();
});

export const comp = formAction(CompWish, async (wish) => {
  await gifts.comp(await requireAdmin(), wish);
  refresh();
});

export const compPlan = formAction(CompPlanWish, async (wish) => {
  await gifts.compPlan(await requireAdmin(), wish);
  refresh();
});

export const giveCredit = formAction(GiveCreditWish, async (wish) => {
  await credit.giveCredit(await requireAdmin(), wish);
  refresh();
});

export const takeCreditBack = formAction(TakeCreditWish, async (wish) => {
  await credit.takeCreditBack(await requireAdmin(), wish);
  refresh();
});
