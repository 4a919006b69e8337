import { invalid, parameterMissing } from "../http/failures";
import type { Step } from "../store/step";
import type { Customer, Price, SubscriptionItem } from "../store/wire";
import type { PriceCurrency } from "../store/wire-billing";

type Held = Pick<Step, "world">;
type Asked = { unit_amount?: number; unit_amount_decimal?: unknown; tax_behavior?: string };

/** A price as it is charged in this currency. Throws 400 where it has no amount in that. */
export function inCurrency(step: Held, price: Price, currency: string, param?: string): Price {
  if (price.currency === currency) return price;
  const option = optionsOf(step, price)[currency];
  if (option) {
    const { unit_amount, unit_amount_decimal } = option;
    return { ...price, currency, unit_amount, unit_amount_decimal };
  }
  const others = [price.currency, ...Object.keys(optionsOf(step, price))].map((each) => `\`${each}\``).join(", ");
  throw invalid(
    `The price specified only supports ${others}. This doesn't match the expected currency: \`${currency}\`.`,
    param,
  );
}

/** A subscription's item's price, in the currency that subscription pays in. */
export function priceOf(step: Held, { price, subscription }: SubscriptionItem): Price {
  // Most prices have one currency, and need no looking up of the subscription.
  if (!step.world.has("price_currencies", price.id)) return price;
  return inCurrency(step, price, step.world.find("subscriptions", subscription)?.currency ?? price.currency);
}

/** Billed by what was used of it, when its period is over. */
export function isMetered({ recurring }: Pick<Price, "recurring">): boolean {
  return recurring?.usage_type === "metered";
}

/** How many are asked for. Throws 400 for a number of what is counted by a meter. */
export function quantityOf(price: Price, asked: number | undefined, at: string): number {
  if (asked === undefined || !isMetered(price)) return asked ?? 1;
  throw invalid(
    `Quantity should not be specified where usage_type is metered. Remove quantity from \`${at}\`.`,
    `${at}[quantity]`,
  );
}

export function supports(step: Held, price: Price, currency: string): boolean {
  return price.currency === currency || optionsOf(step, price)[currency] !== undefined;
}

/** What a purchase is paid in: as asked, else as its customer pays where all prices have that, else as the first is priced. */
export function currencyFor(
  step: Held,
  prices: Price[],
  { asked, customer }: { asked: string | undefined; customer: Customer | null },
): string {
  if (asked !== undefined) return asked.toLowerCase();
  const own = customer?.currency;
  if (own && prices.every((price) => supports(step, price, own))) return own;
  return prices[0]?.currency ?? "usd";
}

/** A customer's running subscriptions are all in one currency. Throws 400 for another. */
export function refuseOtherCurrency({ world }: Held, customer: string, currency: string): void {
  const running = world
    .where("subscriptions", "customer", customer)
    .find((known) => known.ended_at === null && known.currency !== currency);
  if (!running) return;
  throw invalid(
    `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${running.currency}.`,
  );
}

/** Keeps what a price costs in other currencies, beside what it costs in them already. */
export function keepCurrencies(step: Held, price: Price, asked: { [currency: string]: Asked } | undefined): void {
  if (asked === undefined) return;
  const added = Object.entries(asked).map(([currency, each]) => {
    return [currency.toLowerCase(), readOption(price, each, currency)] as const;
  });
  step.world.put("price_currencies", {
    id: price.id,
    options: { ...optionsOf(step, price), ...Object.fromEntries(added) },
  });
}

/** All a price costs, by currency, its own first, as a reply holds it when that is asked for. */
export function currencyOptions(step: Held, price: Price): { [currency: string]: PriceCurrency } {
  const { currency, tax_behavior, unit_amount, unit_amount_decimal } = price;
  const own = { custom_unit_amount: null, tax_behavior, unit_amount, unit_amount_decimal };
  return { [currency]: own, ...optionsOf(step, price) };
}

function readOption(
  price: Price,
  { unit_amount, unit_amount_decimal, tax_behavior }: Asked,
  currency: string,
): PriceCurrency {
  const at = `currency_options[${currency}]`;
  if (!/^[a-z]{3}$/i.test(currency) || currency.toLowerCase() === price.currency) {
    throw invalid(`Invalid currency: ${currency}. The price's own is \`${price.currency}\`.`, at);
  }
  const amount = unitAmountOf({ unit_amount, unit_amount_decimal }, `${at}[unit_amount]`);
  return {
    custom_unit_amount: null,
    tax_behavior: tax_behavior ?? "unspecified",
    unit_amount: Number.isInteger(amount) ? amount : null,
    unit_amount_decimal: String(amount),
  };
}

/** An amount in minor units, with a fraction only where it is given as decimals. Throws 400 for none, a broken one and one below nothing. */
export function unitAmountOf(
  params: { unit_amount?: number | undefined; unit_amount_decimal?: unknown },
  at: string,
): number {
  if (typeof params.unit_amount_decimal === "string") return decimalOf(params.unit_amount_decimal, `${at}_decimal`);
  const amount = params.unit_amount;
  if (amount === undefined) throw parameterMissing(at);
  if (!Number.isInteger(amount)) throw invalid(`Invalid integer: ${amount}`, at, "parameter_invalid_integer");
  if (amount < 0) throw invalid("This value must be greater than or equal to 0.", at, "parameter_invalid_integer");
  return amount;
}

function decimalOf(text: string, at: string): number {
  if (/^\d{1,12}(\.\d{1,12})?$/.test(text)) return Number(text);
  throw invalid(`Invalid decimal: ${text}`, at, "parameter_invalid_decimal");
}

function optionsOf({ world }: Held, { id }: Price): { [currency: string]: PriceCurrency } {
  return world.find("price_currencies", id)?.options ?? {};
}
