import "server-only";
import { z } from "zod";
import { API_VERSION, ask } from "@/lib/adapters/payments/connection";
import { maybeText } from "@/lib/adapters/payments/field";
import { PAGE, PAGED_MOST } from "@/lib/adapters/payments/paging";

const Wire = z
  .object({
    id: z.string(),
    object: z.literal("webhook_endpoint"),
    url: z.string(),
    api_version: maybeText,
    enabled_events: z.array(z.string()),
    status: z.string(),
    secret: z.string().optional(),
  })
  .transform((wire) => ({
    id: wire.id,
    url: wire.url,
    apiVersion: wire.api_version,
    events: wire.enabled_events,
    isEnabled: wire.status === "enabled",
    /** Told once, when the endpoint is made. */
    secret: wire.secret,
  }));

export type WebhookEndpoint = z.infer<typeof Wire>;

export function listWebhookEndpoints(): Promise<WebhookEndpoint[]> {
  return ask(z.array(Wire), (stripe) =>
    stripe.webhookEndpoints.list({ limit: PAGE }).autoPagingToArray({ limit: PAGED_MOST }),
  );
}

export function createWebhookEndpoint(url: string, events: readonly EventName[]): Promise<WebhookEndpoint> {
  return ask(Wire, (stripe) =>
    stripe.webhookEndpoints.create({ url, enabled_events: [...events], api_version: API_VERSION }),
  );
}

export function updateWebhookEndpoint(id: string, events: readonly EventName[]): Promise<WebhookEndpoint> {
  return ask(Wire, (stripe) => stripe.webhookEndpoints.update(id, { enabled_events: [...events], disabled: false }));
}

export async function deleteWebhookEndpoint(id: string): Promise<void> {
  await ask(z.object({ deleted: z.literal(true) }), (stripe) => stripe.webhookEndpoints.del(id));
}

/** What tells us that a customer's state may have changed. */
export const EVENT_NAMES = [
  "checkout.session.async_payment_failed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.completed",
  "checkout.session.expired",
  "charge.dispute.closed",
  "charge.dispute.created",
  "charge.refunded",
  "customer.created",
  "customer.deleted",
  "customer.updated",
  "customer.subscription.created",
  "customer.subscription.deleted",
  "customer.subscription.paused",
  "customer.subscription.pending_update_applied",
  "customer.subscription.pending_update_expired",
  "customer.subscription.resumed",
  "customer.subscription.trial_will_end",
  "customer.subscription.updated",
  "invoice.created",
  "invoice.finalized",
  "invoice.marked_uncollectible",
  "invoice.paid",
  "invoice.payment_action_required",
  "invoice.payment_failed",
  "invoice.upcoming",
  "invoice.updated",
  "invoice.voided",
  "payment_intent.payment_failed",
  "payment_intent.succeeded",
  "payment_method.attached",
  "payment_method.detached",
] as const;
export type EventName = (typeof EVENT_NAMES)[number];
