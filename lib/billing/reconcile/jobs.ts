import "server-only";
import { z } from "zod";
import { RECONCILE_JOB, reconcileAsked, reconcileWhenDue } from "@/lib/billing/reconcile/schedule";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";

const Payload = z.object({ runId: z.uuid() });
const WHEN_DUE_JOB = "billing.reconcile-when-due";

export const reconcileJobs: JobHandlers = {
  [RECONCILE_JOB]: (payload) => reconcileAsked(Payload.parse(payload).runId),
  [WHEN_DUE_JOB]: () => reconcileWhenDue(),
};

export const reconcileCron: CronItem[] = [{ job: WHEN_DUE_JOB, match: "*/5 * * * *" }];
