import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { PAGE } from "@/lib/adapters/payments/paging";

const Page = z.object({ object: z.literal("billing_portal.session"), url: z.url() });
const Switch = z.object({ enabled: z.boolean() }).nullish();
const Configuration = z
  .object({
    id: z.string(),
    object: z.literal("billing_portal.configuration"),
    features: z.object({
      invoice_history: Switch,
      payment_method_update: Switch,
      subscription_cancel: z.object({ enabled: z.boolean(), mode: z.string() }).nullish(),
    }),
    metadata: z.record(z.string(), z.string()).nullish(),
  })
  .transform(({ id, features, metadata }) => ({
    id,
    mark: metadata?.["parley"] ?? null,
    /** What the pages allow, each by the name of what is as we need it. */
    allows: {
      invoices: features.invoice_history?.enabled === true,
      anotherCard: features.payment_method_update?.enabled === true,
      cancelling: features.subscription_cancel?.enabled === true,
      cancellingAtPeriodEnd: features.subscription_cancel?.mode === "at_period_end",
    },
  }));

export type PortalConfiguration = z.infer<typeof Configuration>;

/** How our configuration is known among others of the account. */
const MARK = "portal-1";
const FEATURES = {
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: true, mode: "at_period_end" },
} as const;

/** A short-lived page where the customer cancels, resumes, changes the card and finds the invoices. */
export async function openPortalPage(customer: string, returnUrl: string): Promise<string> {
  const { id: configuration } = (await findPortalConfiguration()) ?? (await createPortalConfiguration());
  const { url } = await ask(Page, (stripe) =>
    stripe.billingPortal.sessions.create({ customer, configuration, return_url: returnUrl }),
  );
  return url;
}

/** Ours, if it was made already. */
export async function findPortalConfiguration(): Promise<PortalConfiguration | undefined> {
  const all = await ask(z.array(Configuration), async (stripe) => {
    const page = await stripe.billingPortal.configurations.list({ active: true, limit: PAGE });
    return page.data;
  });
  return all.find(({ mark }) => mark === MARK);
}

/** Ours, so that the portal does what our pages promise whatever is set in the dashboard. */
export function createPortalConfiguration(): Promise<PortalConfiguration> {
  return ask(Configuration, (stripe) =>
    stripe.billingPortal.configurations.create({ features: FEATURES, metadata: { parley: MARK } }),
  );
}

/** Allows what ours must allow; what else was set by hand stays. */
export function mendPortalConfiguration(id: string): Promise<PortalConfiguration> {
  return ask(Configuration, (stripe) => stripe.billingPortal.configurations.update(id, { features: FEATURES }));
}
