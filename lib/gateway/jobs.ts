import "server-only";
import { sweepKept } from "@/lib/gateway/kept-answers";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";

export const gatewayJobs: JobHandlers = { "gateway.sweep-kept": () => sweepKept() };
export const gatewayCron: CronItem[] = [{ job: "gateway.sweep-kept", match: "*/5 * * * *" }];
