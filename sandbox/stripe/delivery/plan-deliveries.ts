import { setOffCards } from "../faults/card-faults";
import { applyWebhookFaults } from "../faults/webhook-faults";
import type { Step } from "../store/step";
import type { StripeEvent, WebhookEndpoint } from "../store/wire";

/** Notes, for each new event, which endpoints are to hear of it. In the same unit of work as the change itself. */
export function planDeliveries(step: Step, events: StripeEvent[]): void {
  setOffCards(step, events);
  const endpoints = step.world.all("webhook_endpoints").filter((endpoint) => endpoint.status === "enabled");
  for (const event of events) {
    const hearing = endpoints.filter((endpoint) => hears(endpoint, event.type));
    if (hearing.length === 0) continue;
    const known = step.world.put("events", { ...event, pending_webhooks: hearing.length });
    const planned = hearing.map(({ id, url }) =>
      step.world.put("deliveries", {
        id: step.world.nextId("dlv"),
        event: event.id,
        endpoint: id,
        url,
        state: "pending",
        attempts: [],
        nextAttemptAtMs: step.worldNow * 1000,
      }),
    );
    applyWebhookFaults(step, known, planned);
  }
}

function hears(endpoint: WebhookEndpoint, type: string): boolean {
  return endpoint.enabled_events.includes("*") || endpoint.enabled_events.includes(type);
}
