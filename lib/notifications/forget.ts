import "server-only";
import type { Db } from "@/lib/db/client";
import type { TemplateName } from "@/lib/notifications/catalogue";
import { deleteGone, deleteLetters } from "@/lib/notifications/queries";

/** Takes away every letter to a person, sent or not: what was not sent will not be. */
export function forgetLetters(tx: Db, person: { userId: string; email: string }): Promise<void> {
  return deleteLetters(tx, person);
}

/** Takes away the letters of a kind that have left, or never will: they hold addresses. Returns how many. */
export function forgetSent(tx: Db, template: TemplateName): Promise<number> {
  return deleteGone(tx, template);
}
