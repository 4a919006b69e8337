import "server-only";
import { isDatabaseThere } from "@/lib/db/reachable";
import { noteDatabase } from "@/lib/http/failure";
import type { Viewer } from "@/lib/identity/schema";
import { currentViewer } from "@/lib/identity/viewer";

/**
 * Who looks at a public page, if we can tell: these pages know everybody by a button's words only, so they go on
 * without the database.
 */
export async function publicVisitor(
  find: () => Promise<Viewer | undefined> = currentViewer,
  isThere: () => Promise<boolean> = isDatabaseThere,
): Promise<Viewer | undefined> {
  // One that is silent would hold the page up until it is given up on.
  if (!(await isThere())) return undefined;
  try {
    return await find();
  } catch (error) {
    if (noteDatabase(error)) return undefined;
    throw error;
  }
}
