import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { PAGE } from "@/lib/adapters/payments/paging";

const Page = z.object({ object: z.literal("billing_portal.session"), url: z.url() });
const Configuration = z.object({
  id: z.string(),
  object: z.literal("billing_portal.configuration"),
  metadata: z.record(z.string(), z.string()).nullish(),
});

/** How our configuration is known among others of the account; another content needs another mark. */
const MARK = "portal-1";

/** A short-lived page where the customer cancels, resumes, changes the card and finds the invoices. */
export async function openPortalPage(customer: string, returnUrl: string): Promise<string> {
  const configuration = (await findConfiguration()) ?? (await createConfiguration());
  const { url } = await ask(Page, (stripe) =>
    stripe.billingPortal.sessions.create({ customer, configuration, return_url: returnUrl }),
  );
  return url;
}

async function findConfiguration(): Promise<string | undefined> {
  const all = await ask(z.array(Configuration), async (stripe) => {
    const page = await stripe.billingPortal.configurations.list({ active: true, limit: PAGE });
    return page.data;
  });
  return all.find(({ metadata }) => metadata?.["parley"] === MARK)?.id;
}

/** Ours, so that the portal does what our pages promise whatever is set in the dashboard. */
async function createConfiguration(): Promise<string> {
  const { id } = await ask(Configuration, (stripe) =>
    stripe.billingPortal.configurations.create({
      features: {
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: { enabled: true, mode: "at_period_end" },
      },
      metadata: { parley: MARK },
    }),
  );
  return id;
}
