import "server-only";
import type { Db } from "@/lib/db/client";
import { forgetContentOf } from "@/lib/inference/queries/interactions";

/** Forgets what was said by and to a person. What it took and cost stays. */
export function forgetContent(tx: Db, userId: string): Promise<void> {
  return forgetContentOf(tx, userId);
}
