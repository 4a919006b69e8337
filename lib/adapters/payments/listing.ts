import "server-only";
import type Stripe from "stripe";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { Wire as Customer } from "@/lib/adapters/payments/customer";
import { type Delivery, readEvent } from "@/lib/adapters/payments/delivery";
import { maybeIdOf } from "@/lib/adapters/payments/field";
import { Wire as Invoice } from "@/lib/adapters/payments/invoice";
import { PAGE } from "@/lib/adapters/payments/paging";
import { readPayments } from "@/lib/adapters/payments/payment";
import { ALL_IN_FULL, inTheirCurrency, Wire as Subscription } from "@/lib/adapters/payments/subscription";

/** What a whole account is listed by: pages of everybody's, which is a call a hundred objects and not some a customer. */
export const LISTED = ["customers", "subscriptions", "invoices", "payments"] as const;
export type ListedKind = (typeof LISTED)[number];

/** An object as the other readers of its kind give it, and whose it is. */
export type Listed = { id: string; customerId: string; body: Record<string, unknown> };
/** `next` is what to ask for after it; null at the end. */
export type ListedPage<T> = { items: T[]; next: string | null };

const Page = z.object({
  has_more: z.boolean(),
  data: z.array(z.looseObject({ id: z.string(), object: z.string(), customer: maybeIdOf })),
});
type Found = z.infer<typeof Page>["data"][number];

type Reader = {
  list: (stripe: Stripe, params: { limit: number; starting_after?: string }) => Promise<unknown>;
  read: (found: Found[]) => Promise<({ id: string } & Record<string, unknown>)[]>;
};

const READERS: Record<ListedKind, Reader> = {
  customers: { list: (stripe, params) => stripe.customers.list(params), read: readable(Customer) },
  subscriptions: {
    list: (stripe, params) => stripe.subscriptions.list({ ...params, status: "all", expand: ALL_IN_FULL }),
    read: async (found) => inTheirCurrency(await readable(Subscription)(found)),
  },
  invoices: {
    list: (stripe, params) => stripe.invoices.list({ ...params, expand: ["data.payments"] }),
    read: readable(Invoice),
  },
  payments: {
    list: (stripe, params) => stripe.paymentIntents.list({ ...params, expand: ["data.latest_charge"] }),
    read: readPayments,
  },
};

/**
 * A page of everybody's, newest first. What belongs to no customer is left out, and so is what can not be read: it is
 * missing from the comparison then, and its customer is looked at by itself.
 * @throws AppError `payments_down`
 */
export async function listPage(kind: ListedKind, after: string | null): Promise<ListedPage<Listed>> {
  const { list, read } = READERS[kind];
  const { data, has_more } = await ask(Page, (stripe) => list(stripe, pageParams(after)));
  const owners = new Map(data.map((found) => [found.id, kind === "customers" ? found.id : found.customer]));
  const bodies = await read(data.filter(({ id }) => owners.get(id) !== null));
  return {
    items: bodies.map((body) => ({ id: body.id, customerId: owners.get(body.id) ?? "", body })),
    next: has_more ? (data.at(-1)?.id ?? null) : null,
  };
}

/** Events since then that no endpoint has taken yet, newest first. */
export async function listUndelivered(since: Date | null, after: string | null): Promise<ListedPage<Delivery>> {
  const created = since === null ? {} : { created: { gte: Math.floor(since.getTime() / 1_000) } };
  const { data, has_more } = await ask(Page, (stripe) =>
    stripe.events.list({ ...pageParams(after), ...created, delivery_success: false }),
  );
  return { items: data.flatMap(eventOf), next: has_more ? (data.at(-1)?.id ?? null) : null };
}

function pageParams(after: string | null) {
  return { limit: PAGE, ...(after === null ? {} : { starting_after: after }) };
}

function readable<Schema extends z.ZodType>(schema: Schema) {
  return (found: Found[]): Promise<z.infer<Schema>[]> =>
    Promise.resolve(
      found.flatMap((each) => {
        const read = schema.safeParse(each);
        return read.success ? [read.data] : [];
      }),
    );
}

function eventOf(found: Found): Delivery[] {
  try {
    const { customer: _none, ...event } = found;
    return [readEvent(event)];
  } catch {
    return [];
  }
}

/** Everything that is asked of a whole account. */
export const listing = { listPage, listUndelivered };
export type Listing = typeof listing;
