import type { LineOrder } from "../objects/invoice";
import type { Period } from "../rules/periods";
import { prorated } from "../rules/proration";
import type { Step } from "../store/step";
import type { InvoiceItem, Price, SubscriptionItem } from "../store/wire";
import type { Billed } from "../store/wire-billing";
import { isMetered, priceOf } from "./pricing";

/** What so many cost ahead of a period: nothing, where it is what is used that costs. */
export function amountOf(price: Price, quantity: number): number {
  return isMetered(price) ? 0 : amountOfUsage(price, quantity);
}

/** What so many cost, in whole minor units; parts of one are rounded at the end. */
export function amountOfUsage({ unit_amount, unit_amount_decimal }: Price, quantity: number): number {
  const each = unit_amount ?? Number(unit_amount_decimal ?? 0);
  return Math.round(Number((each * quantity).toFixed(6)));
}

/** What was used of one item in a period that is over. */
export function usageLine(
  step: Step,
  item: SubscriptionItem,
  { quantity, period }: { quantity: number; period: Period },
): Omit<LineOrder, "amount"> {
  const each = money(priceOf(step, item));
  const description = `${quantity} × ${nameOf(step, item.price)} (at ${each} / ${item.price.recurring?.interval ?? "month"})`;
  const discounts = ownDiscounts(item);
  return { ...lineBase(step, item, quantity), discounts, description, period, proration: false };
}

/** One item for one whole period. */
export function periodLine(step: Step, item: SubscriptionItem, period: Period): LineOrder {
  const quantity = item.quantity ?? 1;
  return {
    ...lineBase(step, item, quantity),
    discounts: ownDiscounts(item),
    amount: amountOf(priceOf(step, item), quantity),
    description: `${quantity} × ${nameOf(step, item.price)} (at ${money(priceOf(step, item))} / ${item.price.recurring?.interval ?? "month"})`,
    period,
    proration: false,
  };
}

/** One item while its trial runs: a line of nothing, so that the trial is on record. */
export function trialLine(step: Step, item: SubscriptionItem, period: Period): LineOrder {
  const name = nameOf(step, item.price);
  return {
    ...lineBase(step, item, item.quantity ?? 1),
    amount: 0,
    description: `Trial period for ${name}`,
    period,
    proration: false,
  };
}

/** What an item's period as it now is was billed at. */
export function billedAt(item: SubscriptionItem, amount: number): Billed {
  return { id: item.id, amount, start: item.current_period_start, end: item.current_period_end };
}

/** What is given back for the unused rest of an item's period: of what was billed for it, whatever it costs by now. */
export function creditLine(step: Step, item: SubscriptionItem, at: number): LineOrder {
  const quantity = item.quantity ?? 1;
  const period = step.world.find("billed_items", item.id) ?? billedAt(item, amountOf(priceOf(step, item), quantity));
  return {
    ...lineBase(step, item, quantity),
    // Adding zero keeps a credit of nothing from being minus zero.
    amount: -prorated(period.amount, period, at) + 0,
    description: `Unused time on ${nameOf(step, item.price)} after ${day(at)}`,
    period: { start: at, end: period.end },
    proration: true,
  };
}

/** What is asked for the rest of a period of an item as it is from now on. `whole`: what the whole period comes to. */
export function remainingLine(
  step: Step,
  item: SubscriptionItem,
  { whole, period, at }: { whole: number; period: Period; at: number },
): LineOrder {
  const quantity = item.quantity ?? 1;
  return {
    ...lineBase(step, item, quantity),
    amount: prorated(whole, period, at),
    description: `Remaining time on ${nameOf(step, item.price)} after ${day(at)}`,
    period: { start: at, end: period.end },
    proration: true,
  };
}

/** A waiting invoice item as a line. */
export function itemLine(step: Step, item: InvoiceItem): LineOrder {
  const details = item.pricing?.price_details;
  const price = details ? (step.world.find("prices", details.price) ?? null) : null;
  const parent = item.parent?.subscription_details;
  return {
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    period: item.period,
    quantity: item.quantity,
    price,
    proration: item.proration,
    discountable: item.discountable,
    discounts: ownDiscounts(item),
    subscription: parent?.subscription ?? null,
    subscriptionItem: parent?.subscription_item ?? null,
    invoiceItem: item.id,
    metadata: item.metadata ?? {},
  };
}

/** The discounts that are for this alone, by their ids. */
export function ownDiscounts({ discounts }: { discounts: unknown }): string[] {
  return Array.isArray(discounts) ? discounts.filter((id): id is string => typeof id === "string") : [];
}

function lineBase(
  step: Step,
  item: SubscriptionItem,
  quantity: number,
): Omit<LineOrder, "amount" | "description" | "period" | "proration"> {
  const price = priceOf(step, item);
  return {
    currency: price.currency,
    quantity,
    price,
    subscription: item.subscription,
    subscriptionItem: item.id,
    invoiceItem: null,
    metadata: item.metadata,
  };
}

function nameOf(step: Step, price: Price): string {
  return step.world.find("products", price.product)?.name ?? price.product;
}

/** An amount as people write it, for the words on a line and a page. */
export function money({ unit_amount, unit_amount_decimal, currency }: Money): string {
  const amount = (unit_amount ?? Number(unit_amount_decimal ?? 0)) / minorUnits(currency);
  return formatOf(currency, unit_amount === null ? { maximumFractionDigits: 12 } : {}).format(amount);
}

type Money = Pick<Price, "unit_amount" | "currency"> & Partial<Pick<Price, "unit_amount_decimal">>;

export function minorUnits(currency: string): number {
  const { maximumFractionDigits = 2 } = formatOf(currency).resolvedOptions();
  return 10 ** maximumFractionDigits;
}

/** Made once for each: making one takes longer than all else about a line. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, digits: { maximumFractionDigits?: number } = {}): Intl.NumberFormat {
  const key = `${currency} ${digits.maximumFractionDigits ?? ""}`;
  const format = formats.get(key) ?? new Intl.NumberFormat("en-US", { style: "currency", currency, ...digits });
  formats.set(key, format);
  return format;
}

let days: Intl.DateTimeFormat | undefined;

function day(at: number): string {
  days ??= new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return days.format(at * 1000);
}
