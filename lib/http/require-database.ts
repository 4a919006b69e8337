import "server-only";
import { isDatabaseThere } from "@/lib/db/reachable";
import { AppError } from "@/lib/platform/errors";

/**
 * For what would answer as if all were well without it: Auth.js takes everybody for a stranger then.
 * @throws AppError `database_down`
 */
export async function requireDatabase(isThere: () => Promise<boolean> = isDatabaseThere): Promise<void> {
  if (!(await isThere())) throw new AppError("database_down");
}
