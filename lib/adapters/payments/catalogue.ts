import "server-only";
import { z } from "zod";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { amount, idOf, maybeText } from "@/lib/adapters/payments/field";

const Price = z
  .object({
    id: z.string(),
    object: z.literal("price"),
    product: idOf,
    currency: z.string(),
    unit_amount: amount.nullable(),
    recurring: z.object({ interval: z.string(), interval_count: z.number().int() }).nullable(),
  })
  .transform(({ id, product, currency, unit_amount, recurring }) => ({
    id,
    productId: product,
    currency,
    unitAmountMinor: unit_amount,
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

/** The active price under a lookup key; there is at most one. */
export async function findPrice(lookupKey: string): Promise<RemotePrice | undefined> {
  const [price] = await ask(z.array(Price), async (stripe) => {
    const page = await stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 });
    return page.data;
  });
  return price;
}

export type PriceOrder = {
  productId: string;
  lookupKey: string;
  currency: string;
  unitAmountMinor: number;
  interval: "month" | "year";
};

/** A price can not be changed: a new one takes the key over, and who has the old one keeps it. */
export function createPrice(order: PriceOrder, idempotencyKey: string): Promise<RemotePrice> {
  return ask(Price, (stripe) =>
    stripe.prices.create(
      {
        product: order.productId,
        currency: order.currency,
        unit_amount: order.unitAmountMinor,
        recurring: { interval: order.interval },
        lookup_key: order.lookupKey,
        transfer_lookup_key: true,
      },
      { idempotencyKey },
    ),
  );
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
