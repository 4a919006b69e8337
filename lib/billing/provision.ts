import "server-only";
import {
  createPrice,
  createProduct,
  findPrice,
  findProduct,
  type ProductOrder,
  type RemotePrice,
  updateProduct,
} from "@/lib/adapters/payments/catalogue";
import { API_VERSION } from "@/lib/adapters/payments/connection";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  EVENT_NAMES,
  listWebhookEndpoints,
  updateWebhookEndpoint,
  type WebhookEndpoint,
} from "@/lib/adapters/payments/webhook-endpoint";
import { CURRENCY, INTERVALS, lookupKeyOf, PAID_PLAN_IDS, PLANS } from "@/lib/billing/plans";
import type { Interval, PaidPlanId } from "@/lib/billing/schema";

/**
 * Makes the Stripe account hold a product a paid plan and a price an interval, as plans.ts has them. Run again it
 * changes nothing. A price that differs is replaced: who has the old one keeps it.
 * Returns one line for each thing it did.
 */
export async function ensurePrices(): Promise<string[]> {
  const done: string[] = [];
  for (const plan of PAID_PLAN_IDS) {
    const productId = await ensureProduct(plan, done);
    for (const interval of INTERVALS) await ensurePrice({ plan, interval, productId }, done);
  }
  return done;
}

async function ensureProduct(plan: PaidPlanId, done: string[]): Promise<string> {
  const { name, tagline } = PLANS[plan];
  const order: ProductOrder = { id: `parley_${plan}`, name: `Parley ${name}`, description: tagline };
  const found = await findProduct(order.id);
  if (found === undefined) {
    await createProduct(order, `product-${order.id}`);
    done.push(`made the product ${order.id}`);
  } else if (found.name !== order.name || found.description !== order.description || !found.active) {
    await updateProduct(order);
    done.push(`updated the product ${order.id}`);
  }
  return order.id;
}

type Wanted = { plan: PaidPlanId; interval: Interval; productId: string };

async function ensurePrice({ plan, interval, productId }: Wanted, done: string[]): Promise<void> {
  const lookupKey = lookupKeyOf(plan, interval);
  const unitAmountMinor = PLANS[plan].prices[interval];
  const found = await findPrice(lookupKey);
  if (found && isWanted(found, { unitAmountMinor, interval })) return;
  // The one that is replaced is in the key, so that going back to an older amount makes a price too.
  const key = `price-${lookupKey}-${unitAmountMinor}-${found?.id ?? "first"}`;
  await createPrice({ productId, lookupKey, currency: CURRENCY, unitAmountMinor, interval }, key);
  done.push(`made the price ${lookupKey}`);
}

function isWanted(price: RemotePrice, wanted: { unitAmountMinor: number; interval: Interval }): boolean {
  return (
    price.unitAmountMinor === wanted.unitAmountMinor &&
    price.currency === CURRENCY &&
    price.interval === wanted.interval &&
    price.intervalCount === 1
  );
}

/**
 * Makes Stripe post what we need to `url`, in the version this program is written for. Its signing secret is told only
 * when an endpoint is made, so it is returned then and has to be kept (STRIPE_WEBHOOK_SECRET). Who has lost it says
 * `knowsSecret: false`, and gets a new endpoint in place of the old.
 */
export async function ensureWebhookEndpoint(
  url: string,
  { knowsSecret = true }: { knowsSecret?: boolean } = {},
): Promise<{ id: string; secret: string | undefined }> {
  const ours = (await listWebhookEndpoints()).filter((endpoint) => endpoint.url === url);
  const kept = knowsSecret ? ours.find(({ apiVersion }) => apiVersion === API_VERSION) : undefined;
  if (kept) {
    if (!isComplete(kept)) await updateWebhookEndpoint(kept.id, EVENT_NAMES);
    return { id: kept.id, secret: undefined };
  }
  const made = await createWebhookEndpoint(url, EVENT_NAMES);
  // An endpoint's version can not be changed. The old one goes last, so that no event falls between the two.
  for (const old of ours) await deleteWebhookEndpoint(old.id);
  return { id: made.id, secret: made.secret };
}

function isComplete({ isEnabled, events }: WebhookEndpoint): boolean {
  return isEnabled && (events.includes("*") || EVENT_NAMES.every((name) => events.includes(name)));
}
