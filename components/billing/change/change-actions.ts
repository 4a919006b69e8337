import type { GoOn, GoOnQuote, PausePlan } from "@/lib/billing/changes/schema";
import type { AcceptQuote, CancelPlan, ChangeOutcome, ChangeQuote, PlanWish } from "@/lib/billing/schema";

/** What a press leads to: done, or a sentence for the person. */
export type Answer<Value = void> = { ok: true; value: Value } | { ok: false; code: string; message: string };

/** What can be done about one's plan. The pages hand it in. */
export type ChangeActions = {
  quote: (wish: PlanWish) => Promise<Answer<ChangeQuote>>;
  accept: (quote: AcceptQuote) => Promise<Answer<ChangeOutcome>>;
  planAhead: (wish: PlanWish) => Promise<Answer>;
  keep: (nothing: Record<string, never>) => Promise<Answer>;
  cancel: (words: CancelPlan) => Promise<Answer>;
  resume: (nothing: Record<string, never>) => Promise<Answer>;
  drop: (nothing: Record<string, never>) => Promise<Answer>;
  pause: (wish: PausePlan) => Promise<Answer>;
  quoteGoingOn: (nothing: Record<string, never>) => Promise<Answer<GoOnQuote>>;
  goOn: (yes: GoOn) => Promise<Answer>;
};
