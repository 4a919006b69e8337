import "server-only";
import { z } from "zod";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { amount, idOf, maybeText } from "@/lib/adapters/payments/field";

const Price = z
  .object({
    id: z.string(),
    object: z.literal("price"),
    product: idOf,
    active: z.boolean(),
    currency: z.string(),
    unit_amount: amount.nullable(),
    currency_options: z.record(z.string(), z.object({ unit_amount: amount.nullable() })).optional(),
    recurring: z.object({ interval: z.string(), interval_count: z.number().int() }).nullable(),
  })
  .transform(({ id, product, active, currency, unit_amount, currency_options, recurring }) => ({
    id,
    productId: product,
    isActive: active,
    currency,
    /** Of one unit, by currency, its own among them; absent where there is no single amount (tiers). */
    amountsMinor: amountsOf({ ...currency_options, [currency]: { unit_amount } }),
    interval: recurring?.interval ?? null,
    intervalCount: recurring?.interval_count ?? null,
  }));

const Product = z
  .object({
    id: z.string(),
    object: z.literal("product"),
    name: z.string(),
    description: maybeText,
    active: z.boolean(),
  })
  .transform(({ id, name, description, active }) => ({ id, name, description, active }));

export type RemotePrice = z.infer<typeof Price>;
export type RemoteProduct = z.infer<typeof Product>;

/** Stripe tells them only to who asks for them. */
const AMOUNTS = "currency_options";

function amountsOf(options: Record<string, { unit_amount: number | null }>): Readonly<Record<string, number>> {
  const amounts = Object.entries(options).flatMap(([currency, { unit_amount }]) =>
    unit_amount === null ? [] : [[currency, unit_amount] as const],
  );
  return Object.fromEntries(amounts);
}

/** The price that has a lookup key, put away or not; there is at most one. */
export async function findPrice(lookupKey: string): Promise<RemotePrice | undefined> {
  const [price] = await ask(z.array(Price), async (stripe) => {
    const page = await stripe.prices.list({ lookup_keys: [lookupKey], limit: 1, expand: [`data.${AMOUNTS}`] });
    return page.data;
  });
  return price;
}

/** @throws AppError `not_found` when there is no such price. */
export function readPrice(id: string): Promise<RemotePrice> {
  return ask(Price, (stripe) => stripe.prices.retrieve(id, { expand: [AMOUNTS] }));
}

export type PriceOrder = {
  productId: string;
  lookupKey: string;
  /** The one its amount is in where nobody asks for another. */
  currency: string;
  /** Of one unit, by currency. */
  amountsMinor: Readonly<Record<string, number>>;
  interval: "month" | "year";
};

/** A price can not be changed: a new one takes the key over, and who has the old one keeps it. */
export function createPrice(order: PriceOrder, idempotencyKey: string): Promise<RemotePrice> {
  return ask(Price, (stripe) =>
    stripe.prices.create(
      {
        product: order.productId,
        currency: order.currency,
        unit_amount: ownAmountOf(order),
        currency_options: optionsOf(order),
        recurring: { interval: order.interval },
        lookup_key: order.lookupKey,
        transfer_lookup_key: true,
      },
      { idempotencyKey },
    ),
  );
}

/** Adds the currencies a price has no amount in yet. */
export async function addAmounts(id: string, order: PriceOrder): Promise<void> {
  await ask(Price, (stripe) => stripe.prices.update(id, { currency_options: optionsOf(order) }));
}

function ownAmountOf({ lookupKey, currency, amountsMinor }: PriceOrder): number {
  const amountMinor = amountsMinor[currency];
  if (amountMinor === undefined) throw new Error(`The price ${lookupKey} has no amount in ${currency}`);
  return amountMinor;
}

function optionsOf({ currency, amountsMinor }: PriceOrder): Record<string, { unit_amount: number }> {
  const others = Object.entries(amountsMinor).filter(([name]) => name !== currency);
  return Object.fromEntries(others.map(([name, unit_amount]) => [name, { unit_amount }]));
}

export function findProduct(id: string): Promise<RemoteProduct | undefined> {
  return askMaybe(Product, (stripe) => stripe.products.retrieve(id));
}

export type ProductOrder = { id: string; name: string; description: string };

export function createProduct(order: ProductOrder, idempotencyKey: string): Promise<RemoteProduct> {
  return ask(Product, (stripe) => stripe.products.create(order, { idempotencyKey }));
}

export function updateProduct({ id, name, description }: ProductOrder): Promise<RemoteProduct> {
  return ask(Product, (stripe) => stripe.products.update(id, { name, description, active: true }));
}
