import "server-only";
import { fold, mend } from "@/lib/insights/sums";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";

const FOLD_JOB = "insights.fold-sums";
const MEND_JOB = "insights.mend-sums";

export const insightsJobs: JobHandlers = {
  [FOLD_JOB]: () => fold(),
  [MEND_JOB]: async () => void (await mend()),
};

export const insightsCron: CronItem[] = [
  { job: FOLD_JOB, match: "* * * * *" },
  { job: MEND_JOB, match: "23 4 * * *" },
];
