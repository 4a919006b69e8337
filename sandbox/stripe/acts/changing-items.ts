import type Stripe from "stripe";
import { invalid, parameterMissing } from "../http/failures";
import type { LineOrder } from "../objects/invoice";
import { planOf } from "../objects/catalog";
import { metadataOf, or } from "../objects/fields";
import { buildItem, itemList } from "../objects/subscription";
import { isSameCadence, nextEnd, type Period } from "../rules/periods";
import { emit, type Step } from "../store/step";
import type { Price, Subscription, SubscriptionItem } from "../store/wire";
import type { Billed } from "../store/wire-billing";
import { amountOf, billedAt, creditLine, itemLine, ownDiscounts, periodLine, remainingLine } from "./lines";
import { billChange } from "./billing-a-change";
import { addExtras, readExtras } from "./invoice-items";
import { inCurrency, isMetered, priceOf, quantityOf } from "./pricing";
import { netPeriods, runningDiscounts } from "./discounting";
import { redeemAll } from "./redeeming";
import { refuseUnbuilt, require, requireCustomer } from "./require";
import { refuseMixedCadences } from "./subscribing";

type Params = Stripe.SubscriptionUpdateParams;
type ItemParams = Stripe.SubscriptionUpdateParams.Item;

/**
 * Swaps what a subscription sells, and bills the difference by the second.
 * A new interval, and the end of a trial, start a new period now and bill at once.
 * Returns the subscription as it becomes; invoices it needed are made on the way.
 */
export function changeItems(step: Step, before: Subscription, params: Params): Subscription {
  if (!touchesItems(params)) return before;
  const at = prorationDate(step, before, params.proration_date);
  const wanted = wantedItems(step, before, or(params.items, []));
  const [first] = wanted;
  if (!first) throw invalid("A subscription must have at least one item.", "items");
  refuseMixedCadences(wanted);
  const added = addExtras(step, before, readExtras(step, params.add_invoice_items));
  const trialEnd = trialOf(step, before, params.trial_end);
  const restarts = startsAnew(step, before, { wanted, params, trialEnd });
  const period = periodOf(step, { before, first, trialEnd, restarts });
  const items = wanted.map((item) => ({ ...item, current_period_start: period.start, current_period_end: period.end }));
  const after = { ...before, items: itemList(before.id, items), ...stateAfter(step, before, { trialEnd, restarts }) };
  if (after.status === "trialing" || after.status === "incomplete") return after;
  const discounts = runningDiscounts(step, requireCustomer(step, before.customer), before);
  // Where items are prorated, discounts are in the sums; a discount for one invoice is for that of a whole period.
  const net = netPeriods(step, items, { discounts, once: restarts });
  const difference = { before, items, net, period, at, restarts, prorates: params.proration_behavior !== "none" };
  const [changes, billed] = [linesOf(step, difference), billedBy(difference)];
  const now = restarts || params.proration_behavior === "always_invoice";
  // What is sold once beside them goes onto the invoice that is made now, if one is.
  const beside = now && changes.length > 0 ? added.map((item) => itemLine(step, item)) : [];
  const behavior = or(params.payment_behavior, "allow_incomplete");
  return billChange(step, { before, after, lines: [...beside, ...changes], billed }, { now, behavior });
}

/** From when on a change counts: now, or a moment of the running period. */
function prorationDate(step: Step, before: Subscription, asked: number | undefined): number {
  const [item] = before.items.data;
  if (asked === undefined || !item) return step.now;
  if (asked >= item.current_period_start && asked <= item.current_period_end) return asked;
  throw invalid("`proration_date` must be within the current period of the subscription.", "proration_date");
}

export function touchesItems(params: Params): boolean {
  const { items, trial_end, billing_cycle_anchor: anchor, add_invoice_items: extras } = params;
  return [items, trial_end, extras].some((part) => part !== undefined) || anchor?.type === "now";
}

type Turn = { trialEnd: number | null | undefined; restarts: boolean };

function stateAfter(
  step: Step,
  before: Subscription,
  { trialEnd, restarts }: Turn,
): Partial<Subscription> & Pick<Subscription, "status"> {
  const anchor = restarts ? { billing_cycle_anchor: step.now } : {};
  if (trialEnd === undefined) return { ...anchor, status: before.status };
  if (trialEnd === null) return { ...anchor, status: "active", trial_end: step.now };
  const trial_start = before.status === "trialing" ? before.trial_start : step.now;
  return { billing_cycle_anchor: trialEnd, status: "trialing", trial_start, trial_end: trialEnd };
}

function wantedItems(step: Step, before: Subscription, asked: ItemParams[]): SubscriptionItem[] {
  const kept = new Map(before.items.data.map((item) => [item.id, item]));
  for (const [i, ask] of asked.entries()) {
    refuseUnbuilt(ask, ["price_data", "tax_rates", "billing_thresholds"]);
    const old = ask.id === undefined ? undefined : kept.get(ask.id);
    if (ask.id !== undefined && !old)
      throw invalid(`No such subscription item: '${ask.id}'`, `items[${i}][id]`, "resource_missing");
    if (ask.deleted) {
      if (ask.id !== undefined) kept.delete(ask.id);
      continue;
    }
    const item = old ? changedItem(step, old, ask, i) : newItem(step, before, ask, i);
    kept.set(item.id, item);
  }
  return [...kept.values()];
}

function changedItem(step: Step, old: SubscriptionItem, ask: ItemParams, i: number): SubscriptionItem {
  const price = ask.price === undefined ? old.price : priceFor(step, ask.price, { i, of: old.subscription });
  const metadata = metadataOf(old.metadata, ask.metadata);
  const quantity = quantityOf(price, ask.quantity ?? (isMetered(price) ? undefined : old.quantity), `items[${i}]`);
  const { quantity: _was, ...kept } = old;
  const discounts = itemDiscounts(step, old, ask.discounts);
  return { ...kept, discounts, metadata, plan: planOf(price), price, ...(isMetered(price) ? {} : { quantity }) };
}

function newItem(step: Step, before: Subscription, ask: ItemParams, i: number): SubscriptionItem {
  if (!ask.price) throw parameterMissing(`items[${i}][price]`);
  const price = priceFor(step, ask.price, { i, of: before.id });
  if (before.items.data.some((item) => item.price.id === price.id)) {
    throw invalid(`Cannot add multiple subscription items with the same plan: ${price.id}`, `items[${i}][price]`);
  }
  const end = before.items.data[0]?.current_period_end ?? step.now;
  const quantity = quantityOf(price, ask.quantity, `items[${i}]`);
  const made = buildItem(step, before.id, { price, quantity }, { start: step.now, end });
  return { ...made, discounts: itemDiscounts(step, made, ask.discounts) };
}

/** What is named stays or is redeemed for this item; what is not named is over. */
function itemDiscounts(step: Step, item: SubscriptionItem, asked: ItemParams["discounts"]): string[] {
  const before = ownDiscounts(item);
  if (asked === undefined) return before;
  const { customer } = require(step, "subscriptions", item.subscription);
  const ids = redeemAll(step, asked || [], { customer, subscription: item.subscription, subscriptionItem: item.id });
  for (const id of before.filter((each) => !ids.includes(each)))
    emit(step, "customer.discount.deleted", require(step, "discounts", id));
  return ids;
}

function priceFor(step: Step, id: string, { i, of }: { i: number; of: string }): Price {
  const price = require(step, "prices", id, `items[${i}][price]`);
  inCurrency(step, price, require(step, "subscriptions", of).currency, `items[${i}][price]`);
  if (price.recurring && price.active) return price;
  throw invalid("This field only accepts active prices with `type=recurring`.", `items[${i}][price]`);
}

/** The trial's new end; null: it is over now; undefined: it is not spoken of. */
function trialOf(step: Step, before: Subscription, asked: Params["trial_end"]): number | null | undefined {
  if (asked === undefined) return undefined;
  if (asked === "now") return before.status === "trialing" ? null : undefined;
  if (typeof asked !== "number" || asked <= step.now) {
    throw invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end");
  }
  return asked;
}

function startsAnew(
  step: Step,
  before: Subscription,
  { wanted, params, trialEnd }: Pick<Turn, "trialEnd"> & { wanted: SubscriptionItem[]; params: Params },
): boolean {
  if (params.billing_cycle_anchor?.type === "now" || trialEnd === null) return true;
  const was = before.items.data[0]?.price.recurring;
  const becomes = wanted[0]?.price.recurring;
  if (before.status === "trialing" || !was || !becomes) return false;
  return !isSameCadence(was, becomes) || isFree(step, before.items.data) !== isFree(step, wanted);
}

function isFree(step: Step, items: SubscriptionItem[]): boolean {
  return items.every((item) => !isMetered(item.price) && amountOf(priceOf(step, item), item.quantity ?? 1) === 0);
}

type Change = { before: Subscription; first: SubscriptionItem; trialEnd: number | null | undefined; restarts: boolean };

function periodOf(step: Step, { before, first, trialEnd, restarts }: Change): Period {
  if (typeof trialEnd === "number") return { start: step.now, end: trialEnd };
  const cadence = first.price.recurring;
  if (restarts && cadence) return { start: step.now, end: nextEnd(step.now, cadence, step.now) };
  const kept = before.items.data[0] ?? first;
  return { start: kept.current_period_start, end: kept.current_period_end };
}

type Difference = {
  before: Subscription;
  items: SubscriptionItem[];
  /** What a whole period of each item comes to after discounts. */
  net: Map<string, number>;
  period: Period;
  at: number;
  restarts: boolean;
  prorates: boolean;
};

function linesOf(step: Step, difference: Difference): LineOrder[] {
  const { before, items, net, period, at, restarts, prorates } = difference;
  const gone = before.items.data.filter((old) => {
    const item = items.find((known) => known.id === old.id);
    return !isMetered(old.price) && (!item || differs(difference, item));
  });
  const credits = prorates && before.status !== "trialing" ? gone.map((item) => creditLine(step, item, at)) : [];
  const fresh = items.filter((item) => !isMetered(item.price) && differs(difference, item));
  if (restarts)
    return [...credits, ...fresh.map((item) => ({ ...periodLine(step, item, period), proration: credits.length > 0 }))];
  return prorates
    ? [...credits, ...fresh.map((item) => remainingLine(step, item, { whole: net.get(item.id) ?? 0, period, at }))]
    : [];
}

function differs({ before, restarts }: Difference, item: SubscriptionItem): boolean {
  const old = before.items.data.find((known) => known.id === item.id);
  return restarts || old?.price.id !== item.price.id || old.quantity !== item.quantity;
}

/** What the items' periods are billed at from now on. What is not prorated is not billed, so nothing of it is given back. */
function billedBy(difference: Difference): Billed[] {
  const { before, items, net, restarts, prorates } = difference;
  if (prorates || restarts) {
    const fresh = items.filter((item) => differs(difference, item));
    return fresh.map((item) => billedAt(item, net.get(item.id) ?? 0));
  }
  const added = items.filter((item) => !before.items.data.some((old) => old.id === item.id));
  return added.map((item) => billedAt(item, 0));
}
