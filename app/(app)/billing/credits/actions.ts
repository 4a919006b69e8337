"use server";

import { refresh } from "next/cache";
import { buyCredits } from "@/lib/billing/packs/buy";
import { BuyCredits } from "@/lib/billing/packs/schema";
import { callAction } from "@/lib/http/call-action";
import { visitorLocale } from "@/lib/http/locale";
import { requireUser } from "@/lib/http/visitor";
import { creditPurchases } from "@/lib/usage/credits";

/** Buys credits, or says where they are paid. What is paid at once is there when the page is shown again. */
export const buy = callAction(BuyCredits, async (wish) => {
  const viewer = await requireUser();
  const outcome = await buyCredits(viewer, wish, { locale: await visitorLocale() });
  if (outcome.kind === "done") {
    await creditPurchases(viewer.id);
    refresh();
  }
  return outcome;
});
