import type Stripe from "stripe";
import { finalizeInvoice, settleInvoice, voidInvoice, wrongStatus } from "../acts/invoicing";
import { rediscounted } from "../acts/discounting";
import { addLines, changeLine, changeLines, removeLines } from "../acts/editing-lines";
import { advanceOf, createManualInvoice } from "../acts/manual-invoice";
import { methodFor, tryToPay } from "../acts/paying";
import { redeemAll } from "../acts/redeeming";
import { previewInvoice } from "../acts/previewing";
import { markUncollectible } from "../acts/renewing";
import { cardFailure, requirePaymentMethod } from "../acts/payment-methods";
import { refuseUnbuilt, require } from "../acts/require";
import { subscriptionOf } from "../acts/subscription-status";
import { StripeFailure } from "../http/failures";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { changed, metadataOf } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { Invoice, PaymentIntent } from "../store/wire";

export const invoiceRoutes: Route[] = [
  route<Stripe.InvoiceCreateParams>("POST /v1/invoices", (step, params) => createManualInvoice(step, params)),
  route<Stripe.InvoiceCreatePreviewParams>("POST /v1/invoices/create_preview", (step, params) =>
    previewInvoice(step, params),
  ),
  route<Stripe.InvoiceListParams>("GET /v1/invoices", (step, params) => {
    const found = listed(step.world, "invoices", { customer: params.customer, status: params.status });
    const kept = found.filter((invoice) => isAskedFor(step, invoice, params));
    return pageOf(kept, params, "/v1/invoices");
  }),
  route("GET /v1/invoices/:id", (step, _params, id) => require(step, "invoices", id)),
  route<Stripe.InvoiceUpdateParams>("POST /v1/invoices/:id", (step, params, id) => updateInvoice(step, params, id)),
  route("DELETE /v1/invoices/:id", (step, _params, id) => deleteDraft(step, id)),
  route("POST /v1/invoices/:id/finalize", (step, _params, id) => finalizeInvoice(step, id)),
  route<Stripe.InvoicePayParams>("POST /v1/invoices/:id/pay", (step, params, id) => pay(step, params, id)),
  route("POST /v1/invoices/:id/void", (step, _params, id) => voidInvoice(step, id)),
  route("POST /v1/invoices/:id/send", (step, _params, id) => send(step, id)),
  route("POST /v1/invoices/:id/mark_uncollectible", (step, _params, id) => {
    const invoice = require(step, "invoices", id);
    if (invoice.status !== "open") throw wrongStatus("You can only mark open invoices as uncollectible.");
    return markUncollectible(step, invoice);
  }),
  route<Stripe.InvoiceListLineItemsParams>("GET /v1/invoices/:id/lines", (step, params, id) =>
    pageOf(require(step, "invoices", id).lines.data, params, `/v1/invoices/${id}/lines`),
  ),
  route<Stripe.InvoiceUpdateLineItemParams>("POST /v1/invoices/:id/lines/:id", (step, params, invoice, line) =>
    changeLine(step, params, { invoice, line }),
  ),
  route<Stripe.InvoiceAddLinesParams>("POST /v1/invoices/:id/add_lines", addLines),
  route<Stripe.InvoiceRemoveLinesParams>("POST /v1/invoices/:id/remove_lines", removeLines),
  route<Stripe.InvoiceUpdateLinesParams>("POST /v1/invoices/:id/update_lines", changeLines),
  route<Stripe.InvoicePaymentListParams>("GET /v1/invoice_payments", (step, params) => {
    const { invoice, status, payment } = params;
    const found = listed(step.world, "invoice_payments", { invoice });
    const kept = found.filter(
      (p) =>
        (status === undefined || p.status === status) &&
        (payment?.payment_intent === undefined || p.payment.payment_intent === payment.payment_intent),
    );
    return pageOf(kept, params, "/v1/invoice_payments");
  }),
  route("GET /v1/invoice_payments/:id", (step, _params, id) => require(step, "invoice_payments", id)),
];

function isAskedFor(step: Step, invoice: Invoice, params: Stripe.InvoiceListParams): boolean {
  const { status, subscription, collection_method } = params;
  const fits = [
    status === undefined || invoice.status === status,
    subscription === undefined || subscriptionOf(step, invoice)?.id === subscription,
    collection_method === undefined || invoice.collection_method === collection_method,
    inRange(invoice.created, params.created),
  ];
  return fits.every(Boolean);
}

function updateInvoice(step: Step, params: Stripe.InvoiceUpdateParams, id: string): Invoice {
  refuseUnbuilt(params, ["default_tax_rates", "shipping_cost", "transfer_data", "custom_fields"]);
  const before = require(step, "invoices", id);
  const method = params.default_payment_method;
  const patch: Partial<Invoice> = {
    ...advanceOf(step, before, params),
    default_payment_method: method
      ? requirePaymentMethod(step, method, "default_payment_method").id
      : before.default_payment_method,
    description: changed(params.description, before.description),
    footer: changed(params.footer, before.footer),
    metadata: metadataOf(before.metadata, params.metadata),
  };
  return change(step, { of: "invoices", id }, { ...patch, ...discountsOf(step, before, params) }, "invoice.updated");
}

function discountsOf(step: Step, draft: Invoice, { discounts }: Stripe.InvoiceUpdateParams): Partial<Invoice> {
  if (discounts === undefined) return {};
  if (draft.status !== "draft") throw wrongStatus("Only a draft invoice's discounts can be changed.");
  const ids = redeemAll(step, discounts || [], { customer: draft.customer, invoice: draft.id });
  const { status: _same, ...fresh } = rediscounted(step, { ...draft, discounts: ids });
  return fresh;
}

function deleteDraft(step: Step, id: string): object {
  const draft = require(step, "invoices", id);
  if (draft.status !== "draft" || draft.parent)
    throw wrongStatus("You can only delete draft invoices that belong to no subscription.");
  for (const item of step.world.where("invoice_items", "invoice", id)) {
    change(step, { of: "invoice_items", id: item.id }, { invoice: null });
  }
  step.world.remove("invoices", id);
  emit(step, "invoice.deleted", draft);
  return { id, object: "invoice", deleted: true };
}

function pay(step: Step, params: Stripe.InvoicePayParams, id: string): Invoice {
  refuseUnbuilt(params, ["source", "mandate"]);
  const before = require(step, "invoices", id);
  if (before.status === "paid") throw wrongStatus("Invoice is already paid");
  if (params.paid_out_of_band) {
    if (before.status === "draft") finalizeInvoice(step, id);
    if (before.status === "void") throw wrongStatus("This invoice can not be paid because it is void.");
    const { status, amount_due } = require(step, "invoices", id);
    if (status === "paid") return require(step, "invoices", id);
    return settleInvoice(step, id, { amount: amount_due, outOfBand: true });
  }
  return payWithCard(step, params, before);
}

function payWithCard(step: Step, params: Stripe.InvoicePayParams, before: Invoice): Invoice {
  const { id } = before;
  const method = params.payment_method
    ? requirePaymentMethod(step, params.payment_method, "payment_method")
    : methodFor(step, before);
  if (!method && before.amount_due > 0) {
    throw new StripeFailure(400, {
      code: "invoice_payment_intent_requires_action",
      message:
        "There is no `default_payment_method` set on this Customer or Invoice. Please attach a payment method first.",
      type: "invalid_request_error",
    });
  }
  const outcome = tryToPay(step, id, { method, present: true });
  if (outcome?.kind === "needs_action" && params.off_session !== false) throw needsAction(outcome.intent);
  if (outcome?.kind === "declined") {
    throw cardFailure(outcome.decline, {
      charge: String(outcome.intent.latest_charge),
      payment_intent: outcome.intent,
    });
  }
  return require(step, "invoices", id);
}

/** The try is kept: its owner can still prove himself, and then it is paid. */
function needsAction(payment_intent: PaymentIntent): StripeFailure {
  const message =
    "This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with this invoice.";
  const body = { code: "invoice_payment_intent_requires_action", message, payment_intent };
  return new StripeFailure(402, { ...body, type: "card_error" }, { keeps: true });
}

function send(step: Step, id: string): Invoice {
  const before = require(step, "invoices", id);
  const open = before.status === "draft" ? finalizeInvoice(step, id) : before;
  emit(step, "invoice.sent", open);
  return open;
}
