import "server-only";
import { openPortalPage } from "@/lib/adapters/payments/portal";
import { findCustomerId } from "@/lib/billing/queries/standing";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/** Each is a call to Stripe. */
const PORTALS = { capacity: 20, refillPerMinute: 12 };

/**
 * Opens Stripe's page where the person cancels, resumes, changes the card and finds every invoice.
 * @throws AppError `conflict` when there is nothing to manage, `too_many_requests`, `payments_down`.
 */
export async function openPortal(viewer: Viewer): Promise<{ url: string }> {
  await requireToken(`billing:portal:${viewer.id}`, PORTALS);
  const customerId = await findCustomerId(db, viewer.id);
  if (customerId === undefined) throw nothingToManage();
  try {
    return { url: await openPortalPage(customerId, `${env.appUrl}/billing`) };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") throw nothingToManage(error);
    throw error;
  }
}

function nothingToManage(cause?: unknown): AppError {
  return new AppError("conflict", "There is nothing to manage yet: choose a plan first.", { cause });
}
