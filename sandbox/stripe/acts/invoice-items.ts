import type Stripe from "stripe";
import { invalid, parameterMissing } from "../http/failures";
import { buildLine } from "../objects/invoice";
import { buildInvoiceItem } from "../objects/invoice-item";
import { metadataOf, or, orNull } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { InvoiceItem } from "../store/wire";
import { rediscounted } from "./discounting";
import { wrongStatus } from "./invoicing";
import { amountOf, itemLine } from "./lines";
import { refuseUnbuilt, require, requireCustomer } from "./require";

/** Something a customer owes, or is owed: on a draft that is named, or waiting for the next invoice. */
export function addInvoiceItem(step: Step, params: Stripe.InvoiceItemCreateParams): InvoiceItem {
  refuseUnbuilt(params, ["discounts", "tax_rates", "price_data", "tax_code"]);
  if (params.customer === undefined) throw parameterMissing("customer");
  const customer = requireCustomer(step, params.customer);
  const line = lineAsked(step, params, or(params.currency, customer.currency ?? "usd"));
  const item = step.world.put("invoice_items", buildInvoiceItem(step, customer.id, line));
  const kept = params.invoice === undefined ? item : addToDraft(step, item, params.invoice);
  emit(step, "invoiceitem.created", kept);
  return kept;
}

function lineAsked(
  step: Step,
  params: Stripe.InvoiceItemCreateParams,
  currency: string,
): Parameters<typeof buildInvoiceItem>[2] {
  const named = params.pricing?.price;
  const price = named === undefined ? null : require(step, "prices", named, "pricing[price]");
  const quantity = or(params.quantity, 1);
  const asked = {
    description: orNull(params.description),
    period: or(params.period, { start: step.now, end: step.now }),
    quantity,
    price,
    proration: false,
    subscription: orNull(params.subscription),
    subscriptionItem: null,
    metadata: metadataOf({}, params.metadata),
  };
  if (!price) return { ...asked, amount: amountGiven(params, quantity), currency };
  const description = asked.description ?? require(step, "products", price.product).name;
  return { ...asked, description, amount: amountOf(price, quantity), currency: price.currency };
}

function amountGiven(params: Stripe.InvoiceItemCreateParams, quantity: number): number {
  const each = params.unit_amount_decimal === undefined ? undefined : Number(params.unit_amount_decimal);
  const amount = params.amount ?? (each === undefined ? undefined : Math.round(each * quantity));
  if (amount === undefined) throw parameterMissing("amount");
  if (!Number.isInteger(amount)) throw invalid(`Invalid integer: ${amount}`, "amount", "parameter_invalid_integer");
  return amount;
}

function addToDraft(step: Step, item: InvoiceItem, id: string): InvoiceItem {
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
