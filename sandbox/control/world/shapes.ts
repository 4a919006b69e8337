import { z } from "zod";

/** What the Stripe sandbox tells under `/_sandbox/control`. Amounts in the currency's smallest unit; times in world seconds, unless they say Ms. */
export const Person = z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() });
export type Person = z.infer<typeof Person>;

export const Card = z.object({
  id: z.string(),
  brand: z.string(),
  last4: z.string(),
  exp_month: z.number(),
  exp_year: z.number(),
});
export type Card = z.infer<typeof Card>;

const Item = z.object({
  plan: z.string().nullable(),
  unit_amount: z.number().nullable(),
  currency: z.string(),
  interval: z.string().nullable(),
  interval_count: z.number(),
  quantity: z.number(),
  current_period_end: z.number(),
});
export const Subscription = z.object({
  id: z.string(),
  status: z.string(),
  cancel_at: z.number().nullable(),
  trial_end: z.number().nullable(),
  ended_at: z.number().nullable(),
  card: Card.nullable(),
  items: z.array(Item),
});
export type Subscription = z.infer<typeof Subscription>;

export const Customer = Person.extend({
  balance: z.number(),
  currency: z.string().nullable(),
  created: z.number(),
  test_clock: z.string().nullable(),
  card: Card.nullable(),
  subscriptions: z.array(Subscription),
});
export type Customer = z.infer<typeof Customer>;

/** `previous`: the fields that were otherwise before. */
export const WorldEvent = z.object({
  id: z.string(),
  type: z.string(),
  created: z.number(),
  pending_webhooks: z.number(),
  object: z.record(z.string(), z.unknown()),
  previous: z.record(z.string(), z.unknown()).nullable(),
  plan: z.string().nullable(),
  customer: Person.nullable(),
});
export type WorldEvent = z.infer<typeof WorldEvent>;

/** `answer`: the beginning of what the endpoint said. */
export const Attempt = z.object({
  atMs: z.number(),
  status: z.number().nullable(),
  error: z.string().nullable(),
  durationMs: z.number(),
  answer: z.string().nullish(),
});
export type Attempt = z.infer<typeof Attempt>;

export const DeliveryRow = z.object({
  id: z.string(),
  event: z.string(),
  endpoint: z.string(),
  url: z.string(),
  state: z.enum(["pending", "delivered", "failed"]),
  nextAttemptAtMs: z.number().nullable(),
  type: z.string().nullable(),
  created: z.number().nullable(),
  customer: Person.nullable(),
  tries: z.number(),
  last: Attempt.nullable(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const Delivery = DeliveryRow.extend({
  attempts: z.array(Attempt),
  event_body: z.unknown(),
  endpoint_status: z.string(),
});
export type Delivery = z.infer<typeof Delivery>;

export const Endpoint = z.object({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  enabled_events: z.array(z.string()),
  created: z.number(),
  delivered: z.number(),
  pending: z.number(),
  failed: z.number(),
});
export type Endpoint = z.infer<typeof Endpoint>;

export const Invoice = z.object({
  id: z.string(),
  number: z.string().nullable(),
  status: z.string().nullable(),
  total: z.number(),
  amount_remaining: z.number(),
  currency: z.string(),
  created: z.number(),
  url: z.string().nullable(),
});
export type Invoice = z.infer<typeof Invoice>;

export const Coming = z.object({
  at: z.number(),
  what: z.string(),
  id: z.string(),
  customer: Person.nullable(),
  plan: z.string().nullable(),
  amount: z.number().nullable(),
  currency: z.string().nullable(),
});
export type Coming = z.infer<typeof Coming>;
