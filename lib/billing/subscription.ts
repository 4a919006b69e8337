import "server-only";
import { findSubscriptionRow } from "@/lib/billing/queries/standing";
import type { SubscriptionView } from "@/lib/billing/schema";
import { subscriptionView } from "@/lib/billing/view";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";

/** @throws AppError `not_found` when it is neither the viewer's nor the viewer an admin, exactly as if there was none. */
export async function findSubscription(viewer: Viewer, id: string): Promise<SubscriptionView> {
  const row = await findSubscriptionRow(id);
  if (row === null || (row.userId !== viewer.id && viewer.role !== "admin")) throw new AppError("not_found");
  return subscriptionView(row);
}
