import type Stripe from "stripe";
import { invalid, parameterMissing } from "../http/failures";
import { buildLine } from "../objects/invoice";
import { buildInvoiceItem } from "../objects/invoice-item";
import { metadataOf, or, orNull } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { Customer, Invoice, InvoiceItem, InvoiceLine, Subscription } from "../store/wire";
import { rediscounted } from "./discounting";
import { wrongStatus } from "./invoicing";
import { amountOf, itemLine } from "./lines";
import { currencyFor, inCurrency } from "./pricing";
import { redeemAll } from "./redeeming";
import { refuseUnbuilt, require, requireCustomer } from "./require";

/** Something sold once beside a subscription. */
export type ExtraItem = Pick<Stripe.InvoiceItemCreateParams, "pricing" | "quantity" | "discountable" | "metadata">;

type AddParams = Stripe.SubscriptionCreateParams.AddInvoiceItem;

/** What `add_invoice_items` asks for. Throws 400 for what is not sold once. */
export function readExtras(step: Step, asked: AddParams[] | undefined): ExtraItem[] {
  return (asked ?? []).map(({ price: id, quantity, discountable, metadata, ...rest }, i) => {
    refuseUnbuilt(rest, ["price_data", "tax_rates", "discounts", "period"]);
    const at = `add_invoice_items[${i}][price]`;
    if (id === undefined) throw parameterMissing(at);
    const price = require(step, "prices", id, at);
    if (price.recurring)
      throw invalid(
        "The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.",
        at,
      );
    return {
      pricing: { price: id },
      ...(quantity === undefined ? {} : { quantity }),
      ...(discountable === undefined ? {} : { discountable }),
      ...(metadata === undefined ? {} : { metadata }),
    };
  });
}

/** They wait for the next invoice of the subscription. */
export function addExtras(step: Step, of: Subscription, extras: ExtraItem[] = []): InvoiceItem[] {
  const whose = { customer: of.customer, subscription: of.id, currency: of.currency };
  return extras.map((extra) => addInvoiceItem(step, { ...extra, ...whose }));
}

/** Something a customer owes, or is owed: on a draft that is named, or waiting for the next invoice. */
export function addInvoiceItem(step: Step, params: Stripe.InvoiceItemCreateParams): InvoiceItem {
  refuseUnbuilt(params, ["tax_rates", "price_data", "tax_code"]);
  if (params.customer === undefined) throw parameterMissing("customer");
  const customer = requireCustomer(step, params.customer);
  const line = lineAsked(step, params, customer);
  const made = buildInvoiceItem(step, customer.id, line);
  const discounts = redeemAll(step, params.discounts || [], { customer: customer.id, invoiceItem: made.id });
  const item = step.world.put("invoice_items", { ...made, discounts });
  const kept = params.invoice === undefined ? item : addToDraft(step, item, params.invoice);
  emit(step, "invoiceitem.created", kept);
  return kept;
}

function lineAsked(
  step: Step,
  params: Stripe.InvoiceItemCreateParams,
  customer: Customer,
): Parameters<typeof buildInvoiceItem>[2] {
  const named = params.pricing?.price;
  const found = named === undefined ? null : require(step, "prices", named, "pricing[price]");
  const currency = currencyFor(step, found ? [found] : [], { asked: params.currency, customer });
  const price = found && inCurrency(step, found, currency, "pricing[price]");
  const quantity = or(params.quantity, 1);
  const asked = {
    description: orNull(params.description),
    period: or(params.period, { start: step.now, end: step.now }),
    quantity,
    price,
    proration: false,
    discountable: or(params.discountable, true),
    subscription: orNull(params.subscription),
    subscriptionItem: null,
    metadata: metadataOf({}, params.metadata),
  };
  if (!price) return { ...asked, amount: amountGiven(params, quantity), currency };
  const description = asked.description ?? require(step, "products", price.product).name;
  return { ...asked, description, amount: amountOf(price, quantity), currency: price.currency };
}

function amountGiven(
  params: Pick<Stripe.InvoiceItemCreateParams, "amount" | "unit_amount_decimal">,
  quantity: number,
): number {
  const each = params.unit_amount_decimal === undefined ? undefined : Number(params.unit_amount_decimal);
  const amount = params.amount ?? (each === undefined ? undefined : Math.round(each * quantity));
  if (amount === undefined) throw parameterMissing("amount");
  if (!Number.isInteger(amount)) throw invalid(`Invalid integer: ${amount}`, "amount", "parameter_invalid_integer");
  return amount;
}

/** Changes an item that still waits, or stands on a draft; the draft's line and sums follow. */
export function changeInvoiceItem(step: Step, params: Stripe.InvoiceItemUpdateParams, id: string): InvoiceItem {
  refuseUnbuilt(params, ["discounts", "tax_rates", "price_data", "tax_code", "invoicing_rules"]);
  const before = require(step, "invoice_items", id);
  const draft = draftOf(step, before);
  const quantity = or(params.quantity, before.quantity);
  const asked = params.pricing?.price;
  const found = asked === undefined ? undefined : require(step, "prices", asked, "pricing[price]");
  const price = found && inCurrency(step, found, before.currency, "pricing[price]");
  const amount = price ? amountOf(price, quantity) : amountAgain(params, before, quantity);
  const pricing = price && {
    price_details: { price: price.id, product: price.product },
    type: "price_details" as const,
    unit_amount_decimal: price.unit_amount_decimal,
  };
  const after = change(
    step,
    { of: "invoice_items", id },
    {
      amount,
      description: params.description ?? before.description,
      discountable: or(params.discountable, before.discountable),
      metadata: metadataOf(before.metadata, params.metadata),
      net_amount: amount,
      period: or(params.period, before.period),
      ...(pricing ? { pricing } : {}),
      quantity,
      quantity_decimal: String(quantity),
    },
  );
  if (draft) redraw(step, draft, (line) => ({ ...buildLine(step, draft.id, itemLine(step, after)), id: line.id }), id);
  return after;
}

/** Takes an item away that waits, or stands on a draft. */
export function removeInvoiceItem(step: Step, id: string): object {
  const item = require(step, "invoice_items", id);
  takeFromDraft(step, id);
  step.world.remove("invoice_items", id);
  emit(step, "invoiceitem.deleted", item);
  return { id, object: "invoiceitem", deleted: true };
}

/** An item off the draft it stands on, if it stands on one: it waits for the next invoice. */
export function takeFromDraft(step: Step, id: string): InvoiceItem {
  const item = require(step, "invoice_items", id);
  const draft = draftOf(step, item);
  if (draft) redraw(step, draft, () => undefined, id);
  return change(step, { of: "invoice_items", id }, { invoice: null });
}

function draftOf(step: Step, { invoice }: InvoiceItem): Invoice | undefined {
  if (invoice === null) return undefined;
  const draft = require(step, "invoices", invoice);
  if (draft.status !== "draft") throw wrongStatus("This invoice item is on an invoice that is final.");
  return draft;
}

// oxlint-disable-next-line max-params -- the line's change reads best beside what it is of
function redraw(
  step: Step,
  draft: Invoice,
  become: (line: InvoiceLine) => InvoiceLine | undefined,
  item: string,
): void {
  const data = draft.lines.data.flatMap((line) => (itemOf(line) === item ? (become(line) ?? []) : line));
  const fresh = rediscounted(step, { ...draft, lines: { ...draft.lines, data } });
  change(step, { of: "invoices", id: draft.id }, fresh, "invoice.updated");
}

/** The invoice item a line shows, if it shows one. */
export function itemOf({ parent }: InvoiceLine): string | null | undefined {
  return parent?.invoice_item_details?.invoice_item ?? parent?.subscription_item_details?.invoice_item;
}

function amountAgain(params: Stripe.InvoiceItemUpdateParams, before: InvoiceItem, quantity: number): number {
  if (params.amount !== undefined || params.unit_amount_decimal !== undefined) return amountGiven(params, quantity);
  return before.quantity === quantity ? before.amount : Math.round((before.amount * quantity) / before.quantity);
}

/** Puts an item that waits onto a draft. */
export function addToDraft(step: Step, item: InvoiceItem, id: string): InvoiceItem {
  const draft = require(step, "invoices", id, "invoice");
  if (draft.status !== "draft") throw wrongStatus("You can only add items to a draft invoice.");
  const taken = change(step, { of: "invoice_items", id: item.id }, { invoice: id });
  const data = [...draft.lines.data, buildLine(step, id, itemLine(step, taken))];
  change(
    step,
    { of: "invoices", id },
    rediscounted(step, { ...draft, lines: { ...draft.lines, data } }),
    "invoice.updated",
  );
  return taken;
}
