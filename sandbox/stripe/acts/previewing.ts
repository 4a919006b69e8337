import type Stripe from "stripe";
import { invalid, StripeFailure } from "../http/failures";
import type { Step } from "../store/step";
import type { Invoice, Subscription } from "../store/wire";
import { cancelSubscription } from "./canceling";
import { changeSubscription } from "./changing";
import { createSubscription } from "./creating-subscription";
import { addInvoiceItem } from "./invoice-items";
import { createInvoice } from "./invoicing";
import { draftManualInvoice, waitingItems } from "./manual-invoice";
import { renew } from "./renewing";
import { refuseUnbuilt, require, requireCustomer } from "./require";
import { turn } from "./schedule-turns";
import { latest } from "./subscribing";

type Params = Stripe.InvoiceCreatePreviewParams;
type Details = Stripe.InvoiceCreatePreviewParams.SubscriptionDetails;
type UpdateParams = Stripe.SubscriptionUpdateParams;

const UNBUILT = ["customer_account", "customer_details", "schedule", "schedule_details", "on_behalf_of"];
const UNBUILT_DETAILS = ["billing_schedules", "default_tax_rates", "pause", "resume_at", "start_date"];
const LIVE = ["active", "past_due", "trialing", "unpaid"];

/**
 * The invoice that a change would make now or, where it makes none, the next
 * renewal with it. The change itself is made and undone again, so a preview
 * can not differ from what is charged. Throws 404 where nothing will be billed.
 */
export function previewInvoice(step: Step, params: Params): Invoice {
  refuseUnbuilt(params, UNBUILT);
  refuseUnbuilt(params.subscription_details ?? {}, UNBUILT_DETAILS);
  return step.world.rehearse(() => {
    const rehearsal = { ...step, events: [] };
    const subscription = params.subscription
      ? require(step, "subscriptions", params.subscription, "subscription")
      : undefined;
    const asked = params.preview_mode === "recurring" ? recurring(rehearsal, params, subscription) : params;
    const made = subscription
      ? previewChange(rehearsal, asked, subscription)
      : previewWithoutSubscription(rehearsal, asked);
    return upcoming(made, params.subscription_details?.proration_date);
  });
}

/** What comes again and again: whole periods, without what is prorated, waits for the next invoice, or is free while a trial runs. */
function recurring(step: Step, params: Params, subscription: Subscription | undefined): Params {
  const { invoice_items: _once, subscription_details: details = {}, ...rest } = params;
  const { trial_end: _trial, proration_date: _at, cancel_now: _now, ...lasting } = details;
  const customer = subscription?.customer ?? params.customer ?? "";
  for (const item of waitingItems(step, customer)) step.world.remove("invoice_items", item.id);
  return { ...rest, subscription_details: { ...lasting, proration_behavior: "none" } };
}

function previewChange(step: Step, params: Params, subscription: Subscription): Invoice {
  const { id, customer, status } = subscription;
  if (params.customer !== undefined && params.customer !== customer) {
    throw invalid(`Subscription ${id} does not belong to customer ${params.customer}.`, "subscription");
  }
  if (!LIVE.includes(status)) throw nothingToCome();
  for (const item of params.invoice_items ?? []) addAsked(step, item, { customer, subscription: id });
  const details = params.subscription_details ?? {};
  if (details.cancel_now) return previewEnd(step, details, id);
  const change = changeAsked(details, params.discounts);
  if (Object.keys(change).length > 0) changeSubscription(step, change, id);
  return draftOf(step) ?? nextRenewal(step, id);
}

function previewEnd(step: Step, { proration_behavior }: Details, id: string): Invoice {
  cancelSubscription(step, { invoice_now: true, prorate: proration_behavior !== "none" }, id);
  return draftOf(step) ?? refuseNothing();
}

function previewWithoutSubscription(step: Step, params: Params): Invoice {
  const customer = requireCustomer(step, params.customer ?? "").id;
  for (const item of params.invoice_items ?? []) addAsked(step, item, { customer });
  const details = params.subscription_details;
  return details?.items ? previewNew(step, params, details) : previewWaiting(step, params, customer);
}

function previewNew(step: Step, { customer, discounts, currency }: Params, { items, trial_end }: Details): Invoice {
  const order = {
    customer,
    items,
    payment_behavior: "default_incomplete",
    ...(trial_end === undefined ? {} : { trial_end }),
    ...(discounts ? { discounts } : {}),
    ...(currency ? { currency } : {}),
  } as Stripe.SubscriptionCreateParams;
  createSubscription(step, order);
  return draftOf(step) ?? refuseNothing();
}

/** What waits for a customer who has no subscription. */
function previewWaiting(step: Step, { currency, discounts }: Params, customer: string): Invoice {
  const order = draftManualInvoice(step, {
    customer,
    pending_invoice_items_behavior: "include",
    ...(currency ? { currency } : {}),
    ...(discounts ? { discounts } : {}),
  });
  return order.lines.length > 0 ? createInvoice(step, order) : refuseNothing();
}

/** The parts of an update that a preview names, as the update names them. */
function changeAsked(details: Details, discounts: Params["discounts"]): UpdateParams {
  const names = ["cancel_at", "cancel_at_period_end", "items", "proration_behavior", "proration_date", "trial_end"];
  const given = Object.entries(details).filter(([name]) => names.includes(name));
  const anchor = details.billing_cycle_anchor?.type;
  if (anchor === "timestamp") refuseUnbuilt({ [ANCHOR]: anchor }, [ANCHOR]);
  return {
    ...Object.fromEntries(given),
    ...(discounts ? { discounts } : {}),
    ...(anchor === "now" ? { billing_cycle_anchor: { type: "now" } } : {}),
  };
}

const ANCHOR = "subscription_details[billing_cycle_anchor][type]";

function addAsked(
  step: Step,
  item: Stripe.InvoiceCreatePreviewParams.InvoiceItem,
  whose: { customer: string; subscription?: string },
): void {
  refuseUnbuilt(item, ["invoiceitem", "discounts"]);
  const { price, unit_amount, ...rest } = item;
  addInvoiceItem(step, {
    ...rest,
    ...whose,
    ...(price === undefined ? {} : { pricing: { price } }),
    ...(unit_amount === undefined ? {} : { amount: unit_amount * (item.quantity ?? 1) }),
  } as Stripe.InvoiceItemCreateParams);
}

function nextRenewal(step: Step, id: string): Invoice {
  const subscription = latest(step, id);
  const ends = subscription.items.data.map((item) => item.current_period_end);
  const at = subscription.status === "trialing" ? (subscription.trial_end ?? step.now) : Math.min(...ends);
  if (subscription.cancel_at !== null && subscription.cancel_at <= at) throw nothingToCome();
  const then = { ...step, now: at, events: [] };
  turnSchedule(then, subscription);
  if (!draftOf(then) && latest(then, id).ended_at === null) renew(then, id);
  return draftOf(then) ?? refuseNothing();
}

/** Where a schedule's next phase begins with the next period, that is what will be billed. */
function turnSchedule(step: Step, { schedule: id }: Subscription): void {
  const schedule = step.world.find("schedules", id ?? "");
  if (schedule?.current_phase && schedule.current_phase.end_date <= step.now) turn(step, schedule.id);
}

/** The first invoice this step made, as it was when it was made. */
function draftOf(step: Step): Invoice | undefined {
  return step.events.find(({ type }) => type === "invoice.created")?.object() as Invoice | undefined;
}

function refuseNothing(): never {
  throw nothingToCome();
}

function nothingToCome(): StripeFailure {
  return new StripeFailure(404, {
    code: "invoice_upcoming_none",
    message: "No upcoming invoices for customer.",
    type: "invalid_request_error",
  });
}

/** As Stripe shows an invoice that is not there yet. */
function upcoming(made: Invoice, prorationDate: number | undefined): Invoice {
  const id = `upcoming_${made.id}`;
  const data = made.lines.data.map((line) => ({ ...line, id: line.id.replace("il_", "il_tmp_"), invoice: id }));
  const details = made.parent?.subscription_details;
  return {
    ...made,
    id,
    billing_reason: "upcoming",
    lines: { ...made.lines, data, url: `/v1/invoices/${id}/lines` },
    parent:
      made.parent && details && prorationDate !== undefined
        ? { ...made.parent, subscription_details: { ...details, subscription_proration_date: prorationDate } }
        : made.parent,
  };
}
