import "server-only";
import { z } from "zod";
import { stripe } from "@/lib/adapters/payments/connection";
import { maybeIdOf, maybeText, moment } from "@/lib/adapters/payments/field";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

const Json = z.record(z.string(), z.json());
const Hint = z.object({ id: z.string().optional(), object: z.string(), customer: maybeIdOf });

const Wire = z.object({
  id: z.string().regex(/^evt_\w+$/u),
  object: z.literal("event"),
  type: z.string().min(1),
  api_version: maybeText,
  livemode: z.boolean(),
  created: moment,
  data: z.object({
    object: Hint,
    previous_attributes: z.object({ customer: maybeIdOf }).nullish(),
  }),
});

/** An event as Stripe told it. `payload` is all of it; only `customerId` is ever acted upon, and only as a hint. */
export type Delivery = {
  id: string;
  type: string;
  apiVersion: string | null;
  livemode: boolean;
  customerId: string | null;
  createdAt: Date;
  payload: z.infer<typeof Json>;
};

/**
 * The event in a webhook's body, once its signature proves that Stripe sent exactly these bytes in the last minutes.
 * Whatever is wrong with it, a thin event or no JSON at all included, is the sender's fault.
 * @throws AppError `invalid_signature`
 */
export function readDelivery(rawBody: string, signature: string | null, secret = env.stripe.webhookSecret): Delivery {
  try {
    stripe.webhooks.constructEvent(rawBody, signature ?? "", secret);
    const payload = Json.parse(JSON.parse(rawBody, storable));
    const wire = Wire.parse(payload);
    return {
      id: wire.id,
      type: wire.type,
      apiVersion: wire.api_version,
      livemode: wire.livemode,
      customerId: customerOf(wire),
      createdAt: wire.created,
      payload,
    };
  } catch (error) {
    throw new AppError("invalid_signature", undefined, { cause: error });
  }
}

const NUL = "\u0000";
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** PostgreSQL holds neither NUL nor half a character; whoever puts one into a name must not stop the event. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll(NUL, "\uFFFD").replace(LONE_SURROGATE, "\uFFFD") : value;
}

/** Whom an event is about: a detached card names its customer only among what it was before. */
function customerOf({ data: { object, previous_attributes } }: z.infer<typeof Wire>): string | null {
  if (object.object === "customer") return object.id ?? null;
  return object.customer ?? previous_attributes?.customer ?? null;
}
