import "server-only";
import { z } from "zod";
import { LINK_JOB, RESET_JOB, sendEmailLink, sendReset } from "@/lib/identity/mail-requests";
import { sweepLinks } from "@/lib/identity/links";
import { sweepSessions } from "@/lib/identity/sessions";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";

const Wanted = z.object({ email: z.string(), next: z.string().nullable(), browserSecretHash: z.string().nullable() });
const SWEEP_JOB = "identity.sweep";

export const identityJobs: JobHandlers = {
  [RESET_JOB]: (payload) => sendReset(Wanted.parse(payload)),
  [LINK_JOB]: (payload) => sendEmailLink(Wanted.parse(payload)),
  [SWEEP_JOB]: async () => {
    await sweepSessions();
    await sweepLinks();
  },
};

export const identityCron: CronItem[] = [{ job: SWEEP_JOB, match: "37 * * * *" }];
