import type Stripe from "stripe";
import { inCurrency, priceOf, supports } from "../acts/pricing";
import { StripeFailure } from "../http/failures";
import type { PortalConfiguration, PortalSession, Price, Subscription, SubscriptionItem } from "../store/wire";
import type { World } from "../store/world";

type Feature = PortalConfiguration["features"]["subscription_update"];
type Product = NonNullable<Feature["products"]>[number];
/** What somebody would like to have instead of what he has. */
export type Choice = {
  subscription: Subscription;
  item: SubscriptionItem;
  price: Price;
  quantity: number;
  promotionCode: string | undefined;
  feature: Feature;
};

/** How long a preview's moment counts when it is confirmed (seconds). */
const PREVIEW_S = 3_600;

/** The subscription, if its plan can be changed on this page: it runs, sells one thing, and the shop allows it. */
export function changeable(world: World, session: PortalSession, id: string): Subscription | undefined {
  const subscription = world.find("subscriptions", id);
  if (subscription?.customer !== session.customer || !featureOf(world, session)?.enabled) return undefined;
  const runs = ["active", "trialing", "past_due"].includes(subscription.status);
  return runs && subscription.items.data.length === 1 ? subscription : undefined;
}

export function featureOf(world: World, session: PortalSession): Feature | undefined {
  return world.find("portal_configurations", session.configuration)?.features.subscription_update;
}

/** The prices one may choose from: those the shop lists that can still be sold, in the currency one pays in. */
export function pricesOf(world: World, feature: Feature, currency: string): Price[] {
  if (!feature.default_allowed_updates.includes("price")) return [];
  return (feature.products ?? [])
    .flatMap(({ prices }) => prices.flatMap((id) => world.find("prices", id) ?? []))
    .filter((price) => price.active && price.recurring !== null && supports({ world }, price, currency))
    .map((price) => inCurrency({ world }, price, currency));
}

/** Reads what a form chose. Throws 404 for what is not there, 400 for what is not on offer. */
export function readChoice(world: World, session: PortalSession, form: URLSearchParams): Choice {
  const subscription = changeable(world, session, form.get("subscription") ?? "");
  const item = subscription?.items.data[0];
  const feature = featureOf(world, session);
  if (!subscription || !item || !feature) throw refusal(404, "It can not be changed here.");
  const offered = pricesOf(world, feature, subscription.currency);
  const wanted = form.get("price") ?? item.price.id;
  const price = [priceOf({ world }, item), ...offered].find(({ id }) => id === wanted);
  if (!price) throw refusal(400, "Choose one of the plans.");
  const quantity = quantityOf(feature, item, { price, asked: form.get("quantity") });
  return { subscription, item, price, quantity, promotionCode: codeOf(world, feature, form.get("code")), feature };
}

/** What the choice asks of the subscription. `at`: the moment its preview counted from, in world seconds. */
export function updateOf(choice: Choice, at: number): Stripe.SubscriptionUpdateParams {
  const { subscription, item, price, quantity, promotionCode, feature } = choice;
  const endsTrial = subscription.status === "trialing" && feature.trial_update_behavior === "end_trial";
  return {
    items: [{ id: item.id, price: price.id, quantity }],
    proration_behavior: feature.proration_behavior,
    proration_date: at,
    ...(feature.billing_cycle_anchor === "now" ? { billing_cycle_anchor: { type: "now" } } : {}),
    ...(endsTrial ? { trial_end: "now" } : {}),
    ...(promotionCode === undefined ? {} : { discounts: [{ promotion_code: promotionCode }] }),
  };
}

/** The moment a form's preview counted from, if that was just now and in the running period; else now. */
export function previewedAt(form: URLSearchParams, { item }: Choice, now: number): number {
  const at = Number(form.get("at"));
  const counts = Number.isInteger(at) && at <= now && at > now - PREVIEW_S && at >= item.current_period_start;
  return counts ? at : now;
}

/** Whether a shop puts a choice off to the period's end: what costs less, or is paid more often, than what runs. */
export function isPutOff(world: World, { subscription, item, price, quantity, feature }: Choice): boolean {
  if (subscription.status !== "active" || subscription.cancel_at !== null) return false;
  const [was, becomes] = [yearlySum(priceOf({ world }, item), item.quantity ?? 1), yearlySum(price, quantity)];
  const holds: { [condition: string]: boolean } = {
    decreasing_item_amount: becomes < was,
    shortening_interval: daysOf(price) < daysOf(item.price),
  };
  return feature.schedule_at_period_end.conditions.some(({ type }) => holds[type] === true);
}

/** The plan that comes with the next period, if one is planned. */
export function plannedChange(world: World, { schedule: id }: Subscription): { name: string; at: number } | undefined {
  const schedule = world.find("schedules", id ?? "");
  const next = schedule?.phases.find((phase) => phase.start_date === schedule.current_phase?.end_date);
  const price = world.find("prices", next?.items[0]?.price ?? "");
  if (!next || !price) return undefined;
  return { name: world.find("products", price.product)?.name ?? price.product, at: next.start_date };
}

function yearlySum(price: Price, quantity: number): number {
  return ((price.unit_amount ?? 0) * quantity * 365) / daysOf(price);
}

function daysOf({ recurring }: Price): number {
  const days = { day: 1, week: 7, month: 365 / 12, year: 365 };
  return recurring ? days[recurring.interval] * recurring.interval_count : 365;
}

/** How many one may have of a price; nothing where the shop does not let one say. */
function quantityLimits(feature: Feature, price: Price): { minimum: number; maximum: number } | undefined {
  const product: Product | undefined = feature.products?.find((each) => each.product === price.product);
  if (!feature.default_allowed_updates.includes("quantity") || !product?.adjustable_quantity.enabled) return undefined;
  return { minimum: product.adjustable_quantity.minimum, maximum: product.adjustable_quantity.maximum ?? 999_999 };
}

function quantityOf(
  feature: Feature,
  item: SubscriptionItem,
  { price, asked }: { price: Price; asked: string | null },
): number {
  const limits = quantityLimits(feature, price);
  if (asked === null || !limits) return item.quantity ?? 1;
  const quantity = Number(asked);
  if (Number.isInteger(quantity) && quantity >= limits.minimum && quantity <= limits.maximum) return quantity;
  throw refusal(400, `Choose a quantity from ${limits.minimum} to ${limits.maximum}.`);
}

function codeOf(world: World, feature: Feature, typed: string | null): string | undefined {
  const text = (typed ?? "").trim().toLowerCase();
  if (text === "" || !feature.default_allowed_updates.includes("promotion_code")) return undefined;
  const code = world.all("promotion_codes").find((each) => each.active && each.code.toLowerCase() === text);
  if (!code) throw refusal(400, "This code is invalid.");
  return code.id;
}

function refusal(status: number, message: string): StripeFailure {
  return new StripeFailure(status, { message, type: "invalid_request_error" });
}
