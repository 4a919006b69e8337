import "server-only";
import { forgetContent } from "@/lib/inference/queries/interactions";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";
import { now } from "@/lib/platform/clock";

export const inferenceJobs: JobHandlers = {
  /** What the operator keeps of prompts and answers is kept for so many days and no longer. */
  "inference.forget-content": async () => {
    await forgetContent(now());
  },
};

export const inferenceCron: CronItem[] = [{ job: "inference.forget-content", match: "* * * * *" }];
