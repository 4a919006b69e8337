import type Stripe from "stripe";
import { amountOf } from "../acts/lines";
import { wrongStatus } from "../acts/invoicing";
import { refuseUnbuilt, require, requireCustomer } from "../acts/require";
import { invalid, parameterMissing } from "../http/failures";
import { inRange, newestFirst, pageOf, type RangeParams } from "../http/paging";
import { type Route, route } from "../http/route";
import { figuresOf, buildLine } from "../objects/invoice";
import { buildInvoiceItem } from "../objects/invoice-item";
import { metadataOf, or, orNull } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { InvoiceItem } from "../store/wire";
import { itemLine } from "../acts/lines";

export const invoiceItemRoutes: Route[] = [
  route<Stripe.InvoiceItemCreateParams>("POST /v1/invoiceitems", (step, params) => createItem(step, params)),
  route<Stripe.InvoiceItemListParams>("GET /v1/invoiceitems", (step, params) => {
    const { customer, invoice, pending } = params;
    const found = customer ? step.world.where("invoice_items", "customer", customer) : step.world.all("invoice_items");
    const kept = newestFirst(found).filter(
      (item) =>
        (invoice === undefined || item.invoice === invoice) &&
        (pending === undefined || (item.invoice === null) === pending) &&
        inRange(item.date, params.created as RangeParams),
    );
    return pageOf(kept, params, "/v1/invoiceitems");
  }),
  route("GET /v1/invoiceitems/:id", (step, _params, id) => require(step, "invoice_items", id)),
  route("DELETE /v1/invoiceitems/:id", (step, _params, id) => deleteItem(step, id)),
];

function createItem(step: Step, params: Stripe.InvoiceItemCreateParams): InvoiceItem {
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
  const patch = { ...figuresOf(data, draft.starting_balance), lines: { ...draft.lines, data } };
  change(step, { of: "invoices", id }, patch, "invoice.updated");
  return taken;
}

function deleteItem(step: Step, id: string): object {
  const item = require(step, "invoice_items", id);
  if (item.invoice !== null) throw wrongStatus("This invoice item is already on an invoice and can not be deleted.");
  step.world.remove("invoice_items", id);
  emit(step, "invoiceitem.deleted", item);
  return { id, object: "invoiceitem", deleted: true };
}
