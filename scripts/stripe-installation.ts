import { env } from "@/lib/platform/env";

/** What the account is to be made ready for: this installation, as its settings say. */
export function installation() {
  return {
    appUrl: env.appUrl,
    isReal: env.stripe.isReal,
    knowsSecret: Boolean(process.env["STRIPE_WEBHOOK_SECRET"]),
  };
}

/** What can not be done from here, and why. */
export function remarks(): string[] {
  const { appUrl, isReal } = installation();
  if (appUrl.startsWith("https://") || !isReal) return [];
  return [`Stripe posts events to https:// addresses only, and APP_URL is ${appUrl}: it gets no endpoint.`];
}
