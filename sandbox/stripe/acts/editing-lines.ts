import type Stripe from "stripe";
import { invalid, missing } from "../http/failures";
import { metadataOf, or, orNull } from "../objects/fields";
import { change, type Step } from "../store/step";
import type { Invoice, InvoiceLine } from "../store/wire";
import { rediscounted } from "./discounting";
import {
  addInvoiceItem,
  addToDraft,
  changeInvoiceItem,
  itemOf,
  removeInvoiceItem,
  takeFromDraft,
} from "./invoice-items";
import { wrongStatus } from "./invoicing";
import { refuseUnbuilt, require } from "./require";

const UNBUILT = ["discounts", "price_data", "quantity_decimal", "tax_amounts", "tax_rates"];
/** What a subscription's own line takes from the subscription. */
const FIXED = ["amount", "pricing", "quantity"] as const;

type LineParams = Stripe.InvoiceUpdateLineItemParams;
type AddParams = Stripe.InvoiceAddLinesParams;
type RemoveParams = Stripe.InvoiceRemoveLinesParams;
type UpdateParams = Stripe.InvoiceUpdateLinesParams;

/** Changes one line of a draft, and the invoice item it shows if it shows one. */
export function changeLine(
  step: Step,
  params: LineParams,
  { invoice, line }: { invoice: string; line: string },
): InvoiceLine {
  refuseUnbuilt(params, UNBUILT);
  const found = lineOf(requireDraft(step, invoice), line);
  const item = itemOf(found);
  if (item) changeInvoiceItem(step, itemParams(params), item);
  else changeOwnLine(step, params, { invoice, line });
  return lineOf(require(step, "invoices", invoice), line);
}

export function changeLines(step: Step, { lines, invoice_metadata }: UpdateParams, id: string): Invoice {
  for (const { id: line, ...params } of lines) changeLine(step, params, { invoice: id, line });
  return noted(step, id, invoice_metadata);
}

/** Puts new lines on a draft, or items that wait. */
export function addLines(step: Step, { lines, invoice_metadata }: AddParams, id: string): Invoice {
  const { customer, currency } = requireDraft(step, id);
  for (const [i, { invoice_item: item, ...params }] of lines.entries()) {
    refuseUnbuilt(params, UNBUILT);
    if (item === undefined) addInvoiceItem(step, { ...itemParams(params), customer, currency, invoice: id });
    else addToDraft(step, waiting(step, item, { customer, at: `lines[${i}][invoice_item]` }), id);
  }
  return noted(step, id, invoice_metadata);
}

/** Takes lines off a draft. What they show is gone, or waits for the next invoice. */
export function removeLines(step: Step, { lines, invoice_metadata }: RemoveParams, id: string): Invoice {
  for (const { id: line, behavior } of lines) {
    const item = itemOf(lineOf(requireDraft(step, id), line));
    if (!item) throw invalid("A line of a subscription can not be taken off its invoice.", "lines");
    if (behavior === "unassign") takeFromDraft(step, item);
    else removeInvoiceItem(step, item);
  }
  return noted(step, id, invoice_metadata);
}

function changeOwnLine(step: Step, params: LineParams, { invoice, line }: { invoice: string; line: string }): void {
  const fixed = FIXED.find((name) => params[name] !== undefined);
  if (fixed) throw invalid(`What a subscription bills can not be changed on its invoice: ${fixed}.`, fixed);
  const draft = requireDraft(step, invoice);
  const data = draft.lines.data.map((each) => (each.id === line ? { ...each, ...described(params, each) } : each));
  const fresh = rediscounted(step, { ...draft, lines: { ...draft.lines, data } });
  change(step, { of: "invoices", id: invoice }, fresh, "invoice.updated");
}

function described(params: LineParams, before: InvoiceLine): Partial<InvoiceLine> {
  return {
    description: params.description === undefined ? before.description : orNull(params.description),
    discountable: or(params.discountable, before.discountable),
    metadata: metadataOf(before.metadata, params.metadata),
    period: or(params.period, before.period),
  };
}

/** What an invoice item takes of what is asked of its line. */
function itemParams({ amount, description, discountable, metadata, period, pricing, quantity }: LineParams): object {
  const asked = { amount, description, discountable, metadata, period, pricing, quantity };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

function waiting(step: Step, id: string, { customer, at }: { customer: string; at: string }) {
  const item = require(step, "invoice_items", id, at);
  if (item.customer === customer && item.invoice === null) return item;
  throw invalid("Only an item that waits for the invoice's own customer can be put on it.", at);
}

function noted(step: Step, id: string, given: unknown): Invoice {
  const { metadata } = require(step, "invoices", id);
  if (given === undefined) return require(step, "invoices", id);
  return change(step, { of: "invoices", id }, { metadata: metadataOf(metadata, given) }, "invoice.updated");
}

function requireDraft(step: Step, id: string): Invoice {
  const invoice = require(step, "invoices", id);
  if (invoice.status === "draft") return invoice;
  throw wrongStatus("Lines can be changed only while the invoice is a draft.");
}

function lineOf({ lines }: Invoice, id: string): InvoiceLine {
  const line = lines.data.find((each) => each.id === id);
  if (!line) throw missing("line_item", id);
  return line;
}
