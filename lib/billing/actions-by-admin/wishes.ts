import "server-only";
import { z } from "zod";
import { PaidPlanId } from "@/lib/billing/schema";

const REASON_LENGTH = 300;
const MOST_DAYS = 90;
const MOST_MONTHS = 12;

/** What each form of an operator sends: which press it was, whose billing it is about, and why. */
export const Act = z.object({
  actId: z.uuid(),
  userId: z.uuid(),
  reason: z.string().trim().min(1, "Say why: it stands in the audit log.").max(REASON_LENGTH, "Shorter, please."),
});

export const RefundWish = Act.extend({
  paymentId: z.string().max(255),
  /** As typed, in the payment's currency: "12.50". */
  amount: z.string().trim().max(20),
});
export type RefundWish = z.infer<typeof RefundWish>;

export const CancelWish = Act.extend({
  subscriptionId: z.string().max(255),
  when: z.enum(["now", "period_end"], { error: "Choose when." }),
});
export type CancelWish = z.infer<typeof CancelWish>;

export const TrialWish = Act.extend({
  subscriptionId: z.string().max(255),
  days: z.coerce
    .number({ error: "How many days?" })
    .int("Whole days.")
    .min(1, "At least one day.")
    .max(MOST_DAYS, "At most 90 days."),
});
export type TrialWish = z.infer<typeof TrialWish>;

const months = z.coerce
  .number({ error: "How many months?" })
  .int("Whole months.")
  .min(1, "At least one month.")
  .max(MOST_MONTHS, `At most ${MOST_MONTHS} months.`);

export const CompWish = Act.extend({ subscriptionId: z.string().max(255), months });
export type CompWish = z.infer<typeof CompWish>;

export const CompPlanWish = Act.extend({ plan: PaidPlanId, months });
export type CompPlanWish = z.infer<typeof CompPlanWish>;
