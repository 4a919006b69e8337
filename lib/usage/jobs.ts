import "server-only";
import { z } from "zod";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";
import { log } from "@/lib/platform/log";
import { allowanceFor } from "@/lib/usage/allowance";
import { releaseExpired } from "@/lib/usage/reservations";

const StandingChanged = z.object({ userId: z.uuid() });

export const usageJobs: JobHandlers = {
  /** Billing's news: the cycle follows the plan at once, instead of at the next look. */
  "usage.standing-changed": async (payload) => {
    const { userId } = StandingChanged.parse(payload);
    await allowanceFor(userId);
  },
  "usage.release-expired": async () => {
    const released = await releaseExpired();
    if (released > 0) log.warn("usage.holds_released", { released });
  },
};

export const usageCron: CronItem[] = [{ job: "usage.release-expired", match: "* * * * *" }];
