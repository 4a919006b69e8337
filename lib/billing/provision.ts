import "server-only";
import type { Change } from "@/lib/billing/provision-change";
import { portalChanges } from "@/lib/billing/provision-portal";
import { priceChanges } from "@/lib/billing/provision-prices";
import { webhookChanges } from "@/lib/billing/provision-webhook";

export type Installation = {
  /** Where this installation is reached. */
  appUrl: string;
  /** Stripe's own servers post to https only; a stand-in posts anywhere. */
  isReal: boolean;
  knowsSecret: boolean;
};

/** What the account needs to hold what plans.ts says, in the order in which to do it. Changes nothing by itself. */
export async function accountChanges({ appUrl, isReal, knowsSecret }: Installation): Promise<Change[]> {
  const isReachable = appUrl.startsWith("https://") || !isReal;
  const [prices, portal, webhook] = await Promise.all([
    priceChanges(),
    portalChanges(),
    isReachable ? webhookChanges(webhookUrl(appUrl), { knowsSecret }) : [],
  ]);
  return [...prices, ...portal, ...webhook];
}

/** Does them one after the other. Returns the signing secret if an endpoint was made. */
export async function makeChanges(changes: readonly Change[]): Promise<string | undefined> {
  let secret: string | undefined;
  for (const { make } of changes) secret = (await make()) ?? secret;
  return secret;
}

export function webhookUrl(appUrl: string): string {
  return `${appUrl}/api/webhooks/stripe`;
}

/** The products and prices alone. Returns one line for each thing it did. */
export async function ensurePrices(): Promise<string[]> {
  const changes = await priceChanges();
  await makeChanges(changes);
  return changes.map(({ what }) => what);
}

/** The endpoint alone. Its secret is returned when it is new. */
export async function ensureWebhookEndpoint(
  url: string,
  { knowsSecret = true }: { knowsSecret?: boolean } = {},
): Promise<{ secret: string | undefined }> {
  return { secret: await makeChanges(await webhookChanges(url, { knowsSecret })) };
}
