import "server-only";
import { z } from "zod";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";
import { log } from "@/lib/platform/log";
import { allowanceFor } from "@/lib/usage/allowance";
import { watchCeilings } from "@/lib/usage/ceiling-watch";
import { compareCredits, creditPurchases, sweepCredits } from "@/lib/usage/credits";
import { tellAllowance } from "@/lib/usage/notices";
import { releaseExpired } from "@/lib/usage/reservations";
import { countSeats } from "@/lib/usage/seat-cycles";

const StandingChanged = z.object({ userId: z.uuid() });
const PurchasesChanged = z.object({ userId: z.uuid() });
const LineCrossed = z.object({
  userId: z.uuid(),
  accountId: z.uuid(),
  percent: z.union([z.literal(80), z.literal(100)]),
});

export const usageJobs: JobHandlers = {
  /** Billing's news: the cycle follows the plan at once, instead of at the next look, and so do the seats of a team. */
  "usage.standing-changed": async (payload) => {
    const { userId } = StandingChanged.parse(payload);
    await allowanceFor(userId);
    await countSeats(userId);
  },
  /** Billing's news: something was bought, or what was paid for it went back. */
  "usage.purchases-changed": async (payload) => {
    const { userId } = PurchasesChanged.parse(payload);
    await creditPurchases(userId);
  },
  /** The ledger's own news: most of a cycle's allowance is used, or all of it. */
  "usage.allowance-notice": (payload) => tellAllowance(LineCrossed.parse(payload)),
  "usage.watch-ceilings": async () => {
    await watchCeilings();
  },
  "usage.sweep-credits": async () => {
    const lapsed = await sweepCredits();
    if (lapsed > 0) log.info("usage.credits_lapsed", { lapsed });
  },
  "usage.compare-credits": async () => {
    const behind = await compareCredits();
    if (behind > 0) log.warn("usage.credits_were_behind", { behind });
  },
  "usage.release-expired": async () => {
    const released = await releaseExpired();
    if (released > 0) log.warn("usage.holds_released", { released });
  },
};

export const usageCron: CronItem[] = [
  { job: "usage.release-expired", match: "* * * * *" },
  { job: "usage.watch-ceilings", match: "* * * * *" },
  { job: "usage.sweep-credits", match: "* * * * *" },
  { job: "usage.compare-credits", match: "17 * * * *" },
];
