import type Stripe from "stripe";
import { parameterMissing } from "../http/failures";
import type { InvoiceOrder } from "../objects/invoice";
import { metadataOf, or, orNull } from "../objects/fields";
import { DRAFT_S } from "../rules/dunning";
import type { Step } from "../store/step";
import type { Customer, Invoice, InvoiceItem } from "../store/wire";
import type { Discount } from "../store/wire-billing";
import { createInvoice } from "./invoicing";
import { itemLine } from "./lines";
import { redeemAll } from "./redeeming";
import { refuseUnbuilt, require, requireCustomer } from "./require";

const DAY_S = 86_400;
const UNBUILT = ["default_tax_rates", "from_invoice", "shipping_cost", "transfer_data", "custom_fields"];

/** A draft that somebody asks for. One that is to go its way is final after an hour, or when he says. */
export function createManualInvoice(step: Step, params: Stripe.InvoiceCreateParams): Invoice {
  const finalizesAt = params.automatically_finalizes_at ?? step.now + DRAFT_S;
  return createInvoice(step, { ...draftManualInvoice(step, params), ...(params.auto_advance ? { finalizesAt } : {}) });
}

type Advance = Pick<Stripe.InvoiceUpdateParams, "auto_advance" | "automatically_finalizes_at">;

/** Whether a draft goes its way by itself, and when. */
export function advanceOf(step: Step, before: Invoice, params: Advance): Partial<Invoice> {
  const auto_advance = params.auto_advance ?? before.auto_advance ?? false;
  if (before.status !== "draft") return { auto_advance };
  const at = params.automatically_finalizes_at ?? before.automatically_finalizes_at ?? step.now + DRAFT_S;
  return { auto_advance, automatically_finalizes_at: auto_advance ? at : null };
}

/** What an invoice that somebody asks for holds: the items that wait for its customer, unless he says not to. */
export function draftManualInvoice(step: Step, params: Stripe.InvoiceCreateParams): InvoiceOrder {
  refuseUnbuilt(params, UNBUILT);
  if (params.customer === undefined) throw parameterMissing("customer");
  const customer = requireCustomer(step, params.customer);
  const subscription = params.subscription ? require(step, "subscriptions", params.subscription, "subscription") : null;
  const takes = params.pending_invoice_items_behavior === "include" || subscription !== null;
  const waiting = takes ? waitingItems(step, customer.id, subscription?.id) : [];
  const { default_payment_method: method } = params;
  return {
    customer,
    subscription,
    reason: subscription ? "subscription_update" : "manual",
    lines: waiting.map((item) => itemLine(step, item)),
    period: { start: step.now, end: step.now },
    ...(params.discounts === undefined ? {} : { discounts: discountsOf(step, params.discounts, customer.id) }),
    currency: or(params.currency, currencyOf(waiting, customer)),
    autoAdvance: or(params.auto_advance, false),
    ...collectionOf(step, params),
    paymentMethod: method ? require(step, "payment_methods", method, "default_payment_method").id : null,
    description: orNull(params.description),
    metadata: metadataOf({}, params.metadata),
  };
}

function discountsOf(step: Step, asked: Stripe.InvoiceCreateParams["discounts"], customer: string): Discount[] {
  return redeemAll(step, asked || [], { customer }).map((id) => require(step, "discounts", id));
}

/** An invoice that is sent is due some day; one that is charged is not. */
function collectionOf(
  step: Step,
  params: Stripe.InvoiceCreateParams,
): Pick<InvoiceOrder, "collectionMethod" | "dueDate"> {
  if (params.collection_method !== "send_invoice") return { collectionMethod: "charge_automatically", dueDate: null };
  const dueDate = or(params.due_date, step.now + or(params.days_until_due, 30) * DAY_S);
  return { collectionMethod: "send_invoice", dueDate };
}

function currencyOf([first]: InvoiceItem[], customer: Customer): string {
  return first?.currency ?? customer.currency ?? "usd";
}

/** Items that no invoice has taken yet, oldest first; of one subscription, or of none in particular. */
export function waitingItems(step: Step, customer: string, subscription?: string): InvoiceItem[] {
  return step.world
    .where("invoice_items", "customer", customer)
    .filter((item) => item.invoice === null)
    .filter((item) => subscription === undefined || item.parent?.subscription_details?.subscription === subscription);
}
