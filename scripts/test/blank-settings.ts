import { Variables } from "@/lib/platform/env-schema";

/**
 * Every setting of Parley, emptied: a test run must come out the same whatever the checkout's own configuration says,
 * and must never reach a real account. An empty variable counts as absent, and no `.env` file fills it again.
 */
export function blankSettings(): Record<string, string> {
  const names = Object.keys(Variables.shape).filter((name) => name !== "NODE_ENV");
  return Object.fromEntries([...names, "PARLEY_DATA_DIR"].map((name) => [name, ""]));
}
