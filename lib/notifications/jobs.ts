import "server-only";
import { z } from "zod";
import type { JobHandlers } from "@/lib/jobs/worker";
import { SEND_JOB, sendNotice } from "@/lib/notifications/outbox";

const SendJob = z.object({ notificationId: z.uuid() });

export const notificationsJobs: JobHandlers = {
  [SEND_JOB]: (payload, run) => sendNotice(SendJob.parse(payload).notificationId, run),
};
