import "server-only";
import { z } from "zod";
import { stripe } from "@/lib/adapters/payments/connection";
import { idOf, maybeIdOf, maybeText, moment } from "@/lib/adapters/payments/field";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

const Json = z.record(z.string(), z.json());
const Id = z.string().regex(/^evt_\w+$/u);

const About = z
  .object({ id: z.string().optional(), object: z.string(), customer: maybeIdOf, charge: idOf.nullish().catch(null) })
  .transform(({ id, object, customer, charge }) => ({
    customerId: object === "customer" ? (id ?? null) : customer,
    /** Where a customer is found that is not named: a dispute knows only its charge. */
    askAt: charge ? `/v1/charges/${charge}` : null,
  }));

/** The whole object as it was, and what of it changed. */
const Snapshot = z
  .object({
    id: Id,
    object: z.literal("event"),
    type: z.string().min(1),
    api_version: maybeText,
    livemode: z.boolean(),
    created: moment,
    data: z.object({ object: About, previous_attributes: z.object({ customer: maybeIdOf }).nullish() }),
  })
  .transform(({ data: { object, previous_attributes }, ...wire }) => ({
    id: wire.id,
    type: wire.type,
    topic: wire.type,
    isThin: false,
    apiVersion: wire.api_version,
    livemode: wire.livemode,
    createdAt: wire.created,
    // A detached card names its customer only among what it was before.
    customerId: object.customerId ?? previous_attributes?.customer ?? null,
    askAt: object.askAt,
  }));

/** A thin event tells which object it is about, and where to ask for it; no version is in it. */
const Thin = z
  .object({
    id: Id,
    object: z.literal("v2.core.event"),
    type: z.string().min(1),
    livemode: z.boolean(),
    created: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    related_object: z
      .object({ id: z.string(), type: z.string(), url: z.string().regex(/^\/v1\/[\w/]+$/u) })
      .nullish()
      .catch(null),
  })
  .transform(({ related_object: related, ...wire }) => ({
    id: wire.id,
    type: wire.type,
    topic: wire.type.replace(/^v1\./u, ""),
    isThin: true,
    apiVersion: null,
    livemode: wire.livemode,
    createdAt: wire.created,
    customerId: related?.type === "customer" ? related.id : null,
    askAt: related?.url ?? null,
  }));

const Wire = z.union([Snapshot, Thin]);

/**
 * An event as Stripe told it. `payload` is all of it; only `customerId`, or what `askAt` says of it, is ever acted
 * upon, and only as a hint. `topic` is the type by the name that both kinds of event share.
 */
export type Delivery = z.infer<typeof Wire> & { payload: z.infer<typeof Json> };

/**
 * The event in a webhook's body, snapshot or thin, once its signature proves that Stripe sent exactly these bytes in
 * the last minutes. Whatever is wrong with it, no JSON at all included, is the sender's fault.
 * @throws AppError `invalid_signature`
 */
export function readDelivery(
  rawBody: string,
  signature: string | null,
  secrets: readonly string[] = env.stripe.webhookSecrets,
): Delivery {
  try {
    verify(rawBody, signature ?? "", secrets);
    return readEvent(JSON.parse(rawBody, storable));
  } catch (error) {
    throw new AppError("invalid_signature", undefined, { cause: error });
  }
}

/**
 * An event that is known to be Stripe's: listed by it, or stored here.
 * @throws ZodError when it is none
 */
export function readEvent(event: unknown): Delivery {
  const payload = Json.parse(event);
  return { ...Wire.parse(payload), payload };
}

/** @throws Error of the first secret, when it was signed with none of them. */
function verify(rawBody: string, header: string, [secret = "", ...others]: readonly string[]): void {
  try {
    if (!stripe.webhooks.signature?.verifyHeader(rawBody, header, secret)) throw new Error("The signature is wrong");
  } catch (error) {
    if (others.length === 0) throw error;
    verify(rawBody, header, others);
  }
}

const NUL = "\u0000";
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** PostgreSQL holds neither NUL nor half a character; whoever puts one into a name must not stop the event. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll(NUL, "\uFFFD").replace(LONE_SURROGATE, "\uFFFD") : value;
}
