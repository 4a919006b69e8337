import "server-only";
import { isDatabaseAway } from "@/lib/db/client";
import { doubtDatabase } from "@/lib/db/reachable";
import { AppError, asAppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

/** What the caller is told of anything thrown; ours to look into (500 and above) is logged under `event`. */
export function failureOf(thrown: unknown, event: string, facts: Record<string, unknown> = {}): AppError {
  const error = noteDatabase(thrown) ? new AppError("database_down", undefined, { cause: thrown }) : asAppError(thrown);
  if (error.status >= 500) log.error(event, thrown, facts);
  return error;
}

/** Whether the database failed; if so the next page asks it before it is rendered. */
export function noteDatabase(thrown: unknown): boolean {
  const isAway = isDatabaseAway(thrown);
  if (isAway) doubtDatabase();
  return isAway;
}
