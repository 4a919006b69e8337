import "server-only";
import {
  addAmounts,
  createPrice,
  createProduct,
  findPrice,
  findProduct,
  type PriceOrder,
  type ProductOrder,
  type RemotePrice,
  updateProduct,
} from "@/lib/adapters/payments/catalogue";
import { CURRENCIES, CURRENCY, INTERVALS, lookupKeyOf, PAID_PLAN_IDS, PLANS } from "@/lib/billing/plans";
import { type Change, change } from "@/lib/billing/provision-change";
import type { Interval, PaidPlanId } from "@/lib/billing/schema";
import { sha256 } from "@/lib/platform/ids";
import { formatMinor } from "@/lib/platform/money";

/** What it takes for the account to hold a product a paid plan, and a price an interval with an amount a currency. */
export async function priceChanges(): Promise<Change[]> {
  const changes = await Promise.all(
    PAID_PLAN_IDS.map(async (plan) => {
      const orders = INTERVALS.map((interval) => priceOrderOf(plan, interval));
      const prices = await Promise.all(orders.map(priceChange));
      return [await productChange(plan), ...prices];
    }),
  );
  return changes.flat().filter((change) => change !== undefined);
}

async function productChange(plan: PaidPlanId): Promise<Change | undefined> {
  const order = productOrderOf(plan);
  const found = await findProduct(order.id);
  if (found === undefined) {
    return change(`+ product ${order.id}`, () => createProduct(order, `product-${order.id}`));
  }
  const wrong = [
    found.name === order.name ? [] : [`named “${found.name}”, not “${order.name}”`],
    found.description === order.description ? [] : ["described otherwise"],
    found.active ? [] : ["put away"],
  ].flat();
  if (wrong.length === 0) return undefined;
  return change(`~ product ${order.id}: is ${wrong.join(", ")}`, () => updateProduct(order));
}

async function priceChange(order: PriceOrder): Promise<Change | undefined> {
  const { lookupKey } = order;
  const found = await findPrice(lookupKey);
  if (found === undefined) {
    return change(`+ price ${lookupKey}: ${amountsText(order.amountsMinor)}`, () => makePrice(order, "first"));
  }
  const wrong = faultsOf(found, order);
  if (wrong.length > 0) {
    // A price's amount can not be changed. The key moves to a new one; who has the old one keeps paying that.
    const what = `~ price ${lookupKey}: ${wrong.join(", ")}; a new price takes its key, who has ${found.id} keeps it`;
    return change(what, () => makePrice(order, found.id));
  }
  const missing = Object.entries(order.amountsMinor).filter(([currency]) => found.amountsMinor[currency] === undefined);
  if (missing.length === 0) return undefined;
  const what = `~ price ${lookupKey}: has no amount in ${missing.map(([currency]) => currency).join(", ")} yet`;
  return change(what, () => addAmounts(found.id, order));
}

/** What of a price can only be put right by another. */
function faultsOf(found: RemotePrice, order: PriceOrder): string[] {
  const amounts = Object.entries(order.amountsMinor).flatMap(([currency, minor]) => {
    const has = found.amountsMinor[currency];
    return has === undefined || has === minor
      ? []
      : [`is ${formatMinor(has, currency)}, not ${formatMinor(minor, currency)}`];
  });
  return [
    ...amounts,
    ...(found.currency === order.currency ? [] : [`is in ${found.currency} first, not in ${order.currency}`]),
    ...(found.interval === order.interval && found.intervalCount === 1 ? [] : [`is not for one ${order.interval}`]),
    ...(found.productId === order.productId ? [] : [`belongs to ${found.productId}`]),
    ...(found.isActive ? [] : ["is put away"]),
  ];
}

/** From the same state the same key, so that two who apply at once make one; the replaced one is part of the state. */
function makePrice(order: PriceOrder, replaced: string): Promise<RemotePrice> {
  return createPrice(order, `price-${order.lookupKey}-${sha256(JSON.stringify(order))}-${replaced}`);
}

function productOrderOf(plan: PaidPlanId): ProductOrder {
  const { name, tagline } = PLANS[plan];
  return { id: `parley_${plan}`, name: `Parley ${name}`, description: tagline };
}

function priceOrderOf(plan: PaidPlanId, interval: Interval): PriceOrder {
  const amounts = CURRENCIES.map((currency) => [currency, PLANS[plan].prices[currency][interval]] as const);
  return {
    productId: productOrderOf(plan).id,
    lookupKey: lookupKeyOf(plan, interval),
    currency: CURRENCY,
    amountsMinor: Object.fromEntries(amounts),
    interval,
  };
}

function amountsText(amountsMinor: Readonly<Record<string, number>>): string {
  return Object.entries(amountsMinor)
    .map(([currency, minor]) => formatMinor(minor, currency))
    .join(", ");
}
