import { isAwaited } from "../delivery/fates";
import { onClockOf } from "../acts/clock-of";
import { keepCard } from "../acts/keeping-card";
import { StripeFailure } from "../http/failures";
import type { PageRequest } from "../http/listener";
import { buildPortalConfiguration, buildPortalSession } from "../objects/portal";
import { emit } from "../store/step";
import type { CollectionName, Delivery } from "../store/wire";
import type { World } from "../store/world";
import { doOnPage } from "./page-step";
import type { PagesParts } from "./parts";

/** Test cards that a bank lets be put on file, and what they do from then on. */
export const KEPT_CARDS: readonly { card: string; does: string }[] = [
  { card: "pm_card_chargeCustomerFail", does: "is declined at every renewal" },
  { card: "pm_card_visa", does: "pays" },
  { card: "pm_card_authenticationRequired", does: "asks for its owner at every payment" },
  {
    card: "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
    does: "asks for its owner, then has no money",
  },
  { card: "pm_card_createDispute", does: "pays, and its owner disputes it as fraud" },
  { card: "pm_card_createDisputeInquiry", does: "pays, and its bank asks about it" },
  { card: "pm_card_pendingRefund", does: "pays, and refunds to it are slow" },
  { card: "pm_card_refundFail", does: "pays, and refunds to it come back" },
];

/** Puts a test card on file, and charges all to it from now on. */
export function giveCard(parts: PagesParts, request: PageRequest, customer: string): object | undefined {
  const card = new URLSearchParams(request.body).get("card") ?? "";
  if (!parts.world.has("customers", customer)) return undefined;
  if (!KEPT_CARDS.some((known) => known.card === card)) return refusal("That card can not be put on file here.");
  try {
    doOnPage(parts, request, (step) => keepCard(onClockOf(step, customer), customer, card));
    return { card };
  } catch (error) {
    if (error instanceof StripeFailure) return refusal(error.message);
    throw error;
  }
}

/** Opens the customer's own billing page, with the shop's default configuration. */
export function addPortal(parts: PagesParts, request: PageRequest, customer: string): object | undefined {
  if (!parts.world.has("customers", customer)) return undefined;
  const asked = new URLSearchParams(request.body).get("return_url");
  const returnUrl = asked && URL.canParse(asked) && /^https?:/.test(asked) ? asked : null;
  return doOnPage(parts, request, (step) => {
    const known = step.world.all("portal_configurations");
    const configuration =
      known.findLast(({ active }) => active) ??
      step.world.put("portal_configurations", buildPortalConfiguration(step, {}, true));
    const session = buildPortalSession(step, { customer, configuration: configuration.id, returnUrl });
    emit(step, "billing_portal.session.created", session);
    step.world.put("portal_sessions", session);
    return { url: session.url };
  });
}

/** Sends again: one delivery, all of an event (also to endpoints that were not asked before), or all that failed. */
export function resend({ world, clock }: PagesParts, { body }: PageRequest): object | undefined {
  const form = new URLSearchParams(body);
  const [delivery, event] = [form.get("delivery"), form.get("event")];
  const nowMs = clock.nowMs();
  if (delivery !== null) {
    const found = world.find("deliveries", delivery);
    return found && counted([found], world, nowMs);
  }
  if (event !== null) {
    if (!world.has("events", event)) return undefined;
    return counted([...world.where("deliveries", "event", event), ...unheard(world, event)], world, nowMs);
  }
  if (form.get("state") === "failed") return counted(world.where("deliveries", "state", "failed"), world, nowMs);
  return refusal("Name a delivery, an event, or state=failed.");
}

/** What a shop needs to go on selling: it stays when its customers go. */
const SHOP: readonly CollectionName[] = [
  "products",
  "prices",
  "coupons",
  "deleted_coupons",
  "promotion_codes",
  "meters",
  "portal_configurations",
  "webhook_endpoints",
  "endpoint_secrets",
];

/**
 * Everybody goes, time is the machine's again, and the shop stays (catalog, portal and webhook endpoints), unless
 * `shop=yes`. The counters go on, so no id is given twice: who remembers an old one is not led to somebody else.
 */
export function startOver({ world, clock }: PagesParts, { body }: PageRequest): object {
  const staying = new URLSearchParams(body).get("shop") === "yes" ? [] : SHOP;
  const writes = [...world.snapshot()].flatMap((record) => record.writes);
  const going = writes.filter(([name]) => !staying.includes(name));
  for (const [name, id] of going) world.remove(name, id);
  clock.setOffsetMs(0);
  return { gone: going.length, kept: writes.length - going.length };
}

function counted(deliveries: Delivery[], world: World, nowMs: number): object {
  const open = deliveries.filter(({ endpoint }) => world.find("webhook_endpoints", endpoint)?.status === "enabled");
  for (const delivery of open) sendNow(world, delivery, nowMs);
  return { resent: open.length, nobody_there: deliveries.length - open.length };
}

/** What was ordered to go wrong with it happened, or does not any more; a copy stays one that nobody waits for. */
function sendNow(world: World, { fate, ...delivery }: Delivery, nowMs: number): void {
  const isCopy = fate?.kind === "webhook_duplicate";
  const next: Delivery = { ...delivery, ...(isCopy ? { fate } : {}), state: "pending", nextAttemptAtMs: nowMs };
  const event = world.find("events", delivery.event);
  if (event && delivery.state === "delivered" && isAwaited(next)) {
    world.put("events", { ...event, pending_webhooks: event.pending_webhooks + 1 });
  }
  world.put("deliveries", next);
}

/** A delivery to each endpoint that this event was never meant for. Counted as open from now on. */
function unheard(world: World, id: string): Delivery[] {
  const asked = new Set(world.where("deliveries", "event", id).map(({ endpoint }) => endpoint));
  return world
    .all("webhook_endpoints")
    .filter((endpoint) => endpoint.status === "enabled" && !asked.has(endpoint.id))
    .map(({ id: endpoint, url }) => ({
      id: world.nextId("dlv"),
      event: id,
      endpoint,
      url,
      state: "delivered" as const,
      attempts: [],
      nextAttemptAtMs: null,
    }));
}

function refusal(message: string): object {
  return { error: { message, type: "invalid_request_error" } };
}
