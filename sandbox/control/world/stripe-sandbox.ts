import { z } from "zod";
import { Card, Coming, Customer, Delivery, DeliveryRow, Endpoint, Invoice, Subscription, WorldEvent } from "./shapes";

const Ahead = z.object({
  now: z.number(),
  offset_seconds: z.number(),
  customers: z.number(),
  last_event: z.string().nullable(),
  landmarks: z.object({
    renewal: z.number().nullable(),
    trial_end: z.number().nullable(),
    retry: z.number().nullable(),
  }),
  total: z.number(),
  coming: z.array(Coming),
});
export type Ahead = z.infer<typeof Ahead>;

const Happened = z.object({
  counts: z.record(z.string(), z.number()),
  found: z.number(),
  last_event: z.string().nullable(),
  events: z.array(WorldEvent),
});
export type Happened = z.infer<typeof Happened>;

const Customers = z.object({
  total: z.number(),
  found: z.number(),
  page: z.number(),
  page_size: z.number(),
  customers: z.array(Customer),
});
export type Customers = z.infer<typeof Customers>;

const CustomerFile = z.object({
  customer: Customer,
  cards: z.array(Card),
  kept_cards: z.array(z.object({ card: z.string(), does: z.string() })),
  subscriptions: z.array(Subscription),
  invoices: z.array(Invoice),
  events_total: z.number(),
  events: z.array(WorldEvent.extend({ deliveries: z.array(DeliveryRow) })),
});
export type CustomerFile = z.infer<typeof CustomerFile>;

const Deliveries = z.object({
  total: z.number(),
  found: z.number(),
  failed: z.number(),
  page: z.number(),
  page_size: z.number(),
  types: z.array(z.string()),
  deliveries: z.array(DeliveryRow),
});
export type Deliveries = z.infer<typeof Deliveries>;

const Resent = z.object({ resent: z.number(), nobody_there: z.number() });
const Clock = z.object({ now: z.number() });
const Refusal = z.object({ error: z.object({ message: z.string() }) });

/** A year moved over many subscriptions takes its time; a look does not. */
const PATIENCE_MS = { look: 5_000, act: 120_000 };

/** Nothing answers there, or something that is no Stripe sandbox. */
export class SandboxAway extends Error {
  override readonly name = "SandboxAway";
}
/** The sandbox has no such thing, or not any more. */
export class NotInWorld extends Error {
  override readonly name = "NotInWorld";
}
/** The sandbox was asked for something it does not do; the message says what. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** The Stripe sandbox as its neighbour sees it. Everything throws `SandboxAway`, `NotInWorld` or `Refused`. */
export function stripeSandboxAt(url: string, patienceMs = PATIENCE_MS) {
  const base = `${url.replace(/\/$/u, "")}/_sandbox`;

  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    { method = "GET", fields }: { method?: string; fields?: Record<string, string> } = {},
  ): Promise<z.infer<Schema>> {
    const signal = AbortSignal.timeout(method === "GET" ? patienceMs.look : patienceMs.act);
    const { status, body } = await exchange(base + path, { method, signal, fields });
    if (status === 404) throw new NotInWorld(path);
    if (status >= 400) throw new Refused(Refusal.safeParse(body).data?.error.message ?? `It answered ${status}.`);
    const read = schema.safeParse(body);
    if (!read.success) throw new SandboxAway(`What answers ${path} is another sandbox.`, { cause: read.error });
    return read.data;
  }
  const post = <Schema extends z.ZodType>(schema: Schema, path: string, fields: Record<string, string> = {}) =>
    ask(schema, path, { method: "POST", fields });
  const read = <Schema extends z.ZodType>(schema: Schema, path: string, query: Record<string, string>) =>
    ask(schema, `/control/${path}?${new URLSearchParams(query).toString()}`);
  const one = (path: string, id: string) => `/control/${path}/${encodeURIComponent(id)}`;

  return {
    ask,
    ahead: () => ask(Ahead, "/control/coming"),
    happened: (query: Record<string, string>) => read(Happened, "events", query),
    customers: (query: Record<string, string>) => read(Customers, "customers", query),
    customer: (id: string) => ask(CustomerFile, one("customers", id)),
    endpoints: () => ask(z.object({ endpoints: z.array(Endpoint) }), "/control/endpoints"),
    deliveries: (query: Record<string, string>) => read(Deliveries, "deliveries", query),
    delivery: (id: string) => ask(Delivery, one("deliveries", id)),
    /** World time goes on by so many seconds; resolves when all that fell due is done. */
    advance: (seconds: number) => post(Clock, "/clock", { advance_seconds: String(seconds) }),
    giveCard: (customer: string, card: string) =>
      post(z.object({ card: z.string() }), `${one("customers", customer)}/card`, { card }),
    openPortal: (customer: string, returnUrl: string) =>
      post(z.object({ url: z.url() }), `${one("customers", customer)}/portal`, { return_url: returnUrl }),
    resend: (what: Record<string, string>) => post(Resent, "/control/resend", what),
    /** Everybody goes; the catalog and the webhook endpoints stay, or go too. */
    startOver: (shop: "keep" | "forget") =>
      post(z.object({ gone: z.number() }), "/control/start_over", shop === "forget" ? { shop: "yes" } : {}),
  };
}
export type StripeSandbox = ReturnType<typeof stripeSandboxAt>;

type Order = { method: string; signal: AbortSignal; fields: Record<string, string> | undefined };

async function exchange(url: string, { fields, ...order }: Order) {
  try {
    const response = await fetch(url, fields ? { ...order, body: new URLSearchParams(fields) } : order);
    return { status: response.status, body: (await response.json()) as unknown };
  } catch (cause) {
    throw new SandboxAway("The Stripe sandbox does not answer.", { cause });
  }
}
