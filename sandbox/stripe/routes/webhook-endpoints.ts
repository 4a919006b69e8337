import type Stripe from "stripe";
import { isAwaited } from "../delivery/fates";
import { require } from "../acts/require";
import { invalid } from "../http/failures";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { metadataOf, orNull } from "../objects/fields";
import { API_VERSION, change, type Step } from "../store/step";
import type { StripeEvent, WebhookEndpoint } from "../store/wire";

export const webhookRoutes: Route[] = [
  route<Stripe.WebhookEndpointCreateParams>("POST /v1/webhook_endpoints", (step, params) =>
    createEndpoint(step, params),
  ),
  route<Stripe.WebhookEndpointListParams>("GET /v1/webhook_endpoints", (step, params) =>
    pageOf(listed(step.world, "webhook_endpoints"), params, "/v1/webhook_endpoints"),
  ),
  route("GET /v1/webhook_endpoints/:id", (step, _params, id) => require(step, "webhook_endpoints", id)),
  route<Stripe.WebhookEndpointUpdateParams>("POST /v1/webhook_endpoints/:id", (step, params, id) => {
    const before = require(step, "webhook_endpoints", id);
    if (params.url !== undefined) checkUrl(params.url);
    return change(
      step,
      { of: "webhook_endpoints", id },
      {
        description: params.description === undefined ? before.description : orNull(params.description),
        enabled_events: params.enabled_events ?? before.enabled_events,
        metadata: metadataOf(before.metadata, params.metadata),
        status: params.disabled === undefined ? before.status : params.disabled ? "disabled" : "enabled",
        url: params.url ?? before.url,
      },
    );
  }),
  route("DELETE /v1/webhook_endpoints/:id", (step, _params, id) => {
    require(step, "webhook_endpoints", id);
    step.world.remove("webhook_endpoints", id);
    step.world.remove("endpoint_secrets", id);
    return { id, object: "webhook_endpoint", deleted: true };
  }),
  route<Stripe.EventListParams>("GET /v1/events", (step, params) => {
    const kept = listed(step.world, "events", { type: exactly(params.type) }).filter((event) =>
      isAskedFor(step, event, params),
    );
    return pageOf(kept, params, "/v1/events");
  }),
  route("GET /v1/events/:id", (step, _params, id) => require(step, "events", id)),
];

/** `invoice.*` stands for many. */
function exactly(type: string | undefined): string | undefined {
  return type?.includes("*") ? undefined : type;
}

/** The secret is told here and never again. */
function createEndpoint(step: Step, params: Stripe.WebhookEndpointCreateParams): object {
  checkUrl(params.url);
  const endpoint: WebhookEndpoint = {
    id: step.world.nextId("we"),
    object: "webhook_endpoint",
    api_version: params.api_version ?? API_VERSION,
    application: null,
    created: step.now,
    description: orNull(params.description),
    enabled_events: params.enabled_events,
    livemode: false,
    metadata: metadataOf({}, params.metadata),
    status: "enabled",
    url: params.url,
  };
  step.world.put("webhook_endpoints", endpoint);
  const { secret } = step.world.put("endpoint_secrets", { id: endpoint.id, secret: step.world.nextId("whsec") });
  return { ...endpoint, secret };
}

function checkUrl(url: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid");
}

function isAskedFor(step: Step, event: StripeEvent, params: Stripe.EventListParams): boolean {
  const { type, types, delivery_success } = params;
  const fits = [
    type === undefined || fitsType(type, event.type),
    types === undefined || types.some((wanted) => fitsType(wanted, event.type)),
    delivery_success === undefined || allDelivered(step, event) === delivery_success,
    inRange(event.created, params.created),
  ];
  return fits.every(Boolean);
}

/** `customer.*` stands for every kind that begins so. */
function fitsType(wanted: string, type: string): boolean {
  return wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : wanted === type;
}

function allDelivered(step: Step, event: StripeEvent): boolean {
  const awaited = step.world.where("deliveries", "event", event.id).filter(isAwaited);
  return awaited.every(({ state }) => state === "delivered");
}
