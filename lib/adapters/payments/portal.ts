import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";

const Wire = z.object({ object: z.literal("billing_portal.session"), url: z.url() });

/** A short-lived page where the customer cancels, resumes and changes the card. */
export async function openPortalPage(customer: string, returnUrl: string): Promise<string> {
  const { url } = await ask(Wire, (stripe) =>
    stripe.billingPortal.sessions.create({ customer, return_url: returnUrl }),
  );
  return url;
}
