"use server";

import { refresh } from "next/cache";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { cancelPlan, dropChange, keepPlan, planForPeriodEnd, resumePlan } from "@/lib/billing/changes/period-end";
import { goOn as goOnNow, pausePlan, quoteGoingOn as priceOfGoingOn } from "@/lib/billing/changes/pause";
import { quoteChange } from "@/lib/billing/changes/quote";
import { GoOn, PausePlan } from "@/lib/billing/changes/schema";
import { AcceptQuote, CancelPlan, PlanWish } from "@/lib/billing/schema";
import { callAction } from "@/lib/http/call-action";
import { NoInput } from "@/lib/http/form";
import { requireUser } from "@/lib/http/visitor";

/** What a change costs that begins at once. */
export const quote = callAction(PlanWish, async (wish) => quoteChange(await requireUser(), wish));

/** Makes it, for what the quote said. */
export const accept = callAction(AcceptQuote, async (given) => shown(acceptQuote(await requireUser(), given)));

/** A smaller plan, or fewer seats, from the end of the period on. */
export const planAhead = callAction(PlanWish, async (wish) => shown(planForPeriodEnd(await requireUser(), wish)));

export const keep = callAction(NoInput, async () => shown(keepPlan(await requireUser())));

export const cancel = callAction(CancelPlan, async (words) => shown(cancelPlan(await requireUser(), words)));

export const resume = callAction(NoInput, async () => shown(resumePlan(await requireUser())));

export const drop = callAction(NoInput, async () => shown(dropChange(await requireUser())));

/** Some months without the plan, and without paying for it. */
export const pause = callAction(PausePlan, async (wish) => shown(pausePlan(await requireUser(), wish)));

/** What it costs to have the plan back before they are over. */
export const quoteGoingOn = callAction(NoInput, async () => priceOfGoingOn(await requireUser()));

export const goOn = callAction(GoOn, async (yes) => shown(goOnNow(await requireUser(), yes)));

/** The page shows what has become of it. Where it was refused, the sentence that says why stays on the screen. */
async function shown<T>(change: Promise<T>): Promise<T> {
  const done = await change;
  refresh();
  return done;
}
