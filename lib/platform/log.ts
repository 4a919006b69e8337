import "server-only";
import pino from "pino";
import { env } from "@/lib/platform/env";
import { currentRequestId } from "@/lib/platform/request-context";
import { scrub } from "@/lib/platform/scrub";

type Facts = Record<string, unknown>;

const logger = pino({
  level: env.logLevel,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
});

/** JSON lines. Events are named `thing.happened`; facts are scrubbed of secrets and personal data before they leave. */
export const log = {
  debug: (event: string, facts: Facts = {}) => write("debug", event, facts),
  info: (event: string, facts: Facts = {}) => write("info", event, facts),
  warn: (event: string, facts: Facts = {}) => write("warn", event, facts),
  error: (event: string, error: unknown, facts: Facts = {}) => write("error", event, { ...facts, error }),
};

function write(level: "debug" | "info" | "warn" | "error", event: string, facts: Facts): void {
  if (!logger.isLevelEnabled(level)) return;
  const requestId = currentRequestId();
  logger[level]({ event, ...(requestId ? { requestId } : {}), ...(scrub(facts) as Facts) });
}
