"use server";

import { refresh } from "next/cache";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { cancelPlan, dropChange, keepPlan, planForPeriodEnd, resumePlan } from "@/lib/billing/changes/period-end";
import { quoteChange } from "@/lib/billing/changes/quote";
import { AcceptQuote, CancelPlan, PlanChange } from "@/lib/billing/schema";
import { callAction } from "@/lib/http/call-action";
import { NoInput } from "@/lib/http/form";
import { requireUser } from "@/lib/http/visitor";

/** What a change costs that begins at once. */
export const quote = callAction(PlanChange, async (wish) => quoteChange(await requireUser(), wish));

/** Makes it, for what the quote said. */
export const accept = callAction(AcceptQuote, async (given) => shown(acceptQuote(await requireUser(), given)));

/** A smaller plan from the end of the period on. */
export const planAhead = callAction(PlanChange, async (wish) => shown(planForPeriodEnd(await requireUser(), wish)));

export const keep = callAction(NoInput, async () => shown(keepPlan(await requireUser())));

export const cancel = callAction(CancelPlan, async (words) => shown(cancelPlan(await requireUser(), words)));

export const resume = callAction(NoInput, async () => shown(resumePlan(await requireUser())));

export const drop = callAction(NoInput, async () => shown(dropChange(await requireUser())));

/** The page shows what has become of it. Where it was refused, the sentence that says why stays on the screen. */
async function shown<T>(change: Promise<T>): Promise<T> {
  const done = await change;
  refresh();
  return done;
}
