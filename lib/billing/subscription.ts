import "server-only";
import { findSubscriptionRow } from "@/lib/billing/queries/standing";
import type { SubscriptionView } from "@/lib/billing/schema";
import { subscriptionView } from "@/lib/billing/view";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";

/** What an id may look like; anything else is nobody's, and some of it the database would not even compare. */
const ID = /^[\w-]{1,255}$/u;

/** @throws AppError `not_found` when it is neither the viewer's nor the viewer an admin, exactly as if there was none. */
export async function findSubscription(viewer: Viewer, id: string): Promise<SubscriptionView> {
  const row = ID.test(id) ? await findSubscriptionRow(id) : null;
  if (row === null || (row.userId !== viewer.id && viewer.role !== "admin")) throw new AppError("not_found");
  return subscriptionView(row);
}
