import "server-only";
import { openPortal } from "@/lib/billing/portal";
import { BILLING_URL } from "@/lib/billing/dunning/story";
import { findPayPage } from "@/lib/billing/queries/dunning";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";

/**
 * Where a person puts right what keeps their plan from going on: the page of the invoice that is missing, else the
 * portal, opened anew; and our own billing page, which says what is wrong, where Stripe can not be reached.
 */
export async function fixPage(viewer: Viewer): Promise<string> {
  const payPage = await findPayPage(viewer.id);
  if (payPage !== undefined) return payPage;
  try {
    return (await openPortal(viewer)).url;
  } catch (error) {
    if (error instanceof AppError) return BILLING_URL;
    throw error;
  }
}
