import "server-only";
import type { Plans } from "@/lib/billing/plans";
import { Prisma } from "@/lib/db/client";
import { onlyRow } from "@/lib/db/statement";
import { type Asking, requestTaken, type TakenRow } from "@/lib/usage/pace";

/** Takes a request of the person's minute, and tells by which plan, in one statement. */
export function takePlanned(asking: Asking, plans: Plans): Promise<TakenRow> {
  const { throttle, columns } = requestTaken(asking, plans);
  return onlyRow(Prisma.sql`WITH ${throttle} SELECT ${columns}`);
}
