import "server-only";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";
import { sweepBuckets } from "@/lib/limits/throttle";

export const limitsJobs: JobHandlers = { "limits.sweep": () => sweepBuckets() };
export const limitsCron: CronItem[] = [{ job: "limits.sweep", match: "17 * * * *" }];
