import type Stripe from "stripe";
import { invalid } from "../http/failures";
import { buildCreditNote } from "../objects/credit-note";
import { change, emit, type Step } from "../store/step";
import type { Invoice } from "../store/wire";
import type { CreditNote } from "../store/wire-billing";
import { creditLines } from "./credit-lines";
import { lessenPayment, paymentOf, settleInvoice, wrongStatus } from "./invoicing";
import { refund } from "./refunding";
import { refuseUnbuilt, require } from "./require";

type Params = Stripe.CreditNoteCreateParams;
type Refunded = { refund: string; amount: number };

/**
 * Takes back a part of a final invoice: first of what is still owed, then of
 * what was paid, which is refunded, kept as credit, or given back elsewhere.
 * Throws 400 for more than there is, or where the parts do not add up.
 */
export function issueCreditNote(step: Step, params: Params): CreditNote {
  refuseUnbuilt(params, ["shipping_cost"]);
  const invoice = require(step, "invoices", params.invoice, "invoice");
  if (!["open", "paid", "uncollectible"].includes(invoice.status ?? "")) {
    throw wrongStatus(
      `Credit notes are for open, paid or uncollectible invoices. This one is ${invoice.status ?? "none"}.`,
    );
  }
  const lines = creditLines(step, invoice, params);
  const total = lines.reduce((sum, line) => sum + line.amount - line.discount_amount, 0);
  const pre = Math.min(total, invoice.amount_remaining);
  const post = total - pre;
  checkTotal(invoice, total, post);
  checkParts(params, post);
  const refunds = refundsFor(step, invoice, params);
  const number = `${invoice.number ?? "DRAFT"}-CN-${String(notesOf(step, invoice).length + 1).padStart(2, "0")}`;
  const note = step.world.put(
    "credit_notes",
    buildCreditNote(step, { invoice, lines, pre, post, number, params, refunds }),
  );
  emit(step, "credit_note.created", note);
  applyToInvoice(step, invoice, { pre, post });
  keepAsCredit(step, invoice, params.credit_amount ?? 0);
  return note;
}

/** What it would be, with nothing done. */
export function previewCreditNote(step: Step, params: Params): CreditNote {
  return step.world.rehearse(() => issueCreditNote({ ...step, events: [] }, params));
}

/** Takes a credit note back. Only while its invoice is still owed: what was given back of money stays so. */
export function voidCreditNote(step: Step, id: string): CreditNote {
  const note = require(step, "credit_notes", id);
  const invoice = require(step, "invoices", note.invoice);
  if (note.status === "void") throw wrongStatus("This credit note is void already.");
  if (invoice.status !== "open") throw wrongStatus("Only a credit note of an open invoice can be made void.");
  const voided = change(step, { of: "credit_notes", id }, { status: "void", voided_at: step.now });
  emit(step, "credit_note.voided", voided);
  applyToInvoice(step, invoice, { pre: -note.pre_payment_amount, post: 0 });
  return voided;
}

export function notesOf(step: Step, invoice: Pick<Invoice, "id">): CreditNote[] {
  return step.world.where("credit_notes", "invoice", invoice.id);
}

function checkTotal(invoice: Invoice, total: number, post: number): void {
  if (total < 1) throw invalid("A credit note must come to more than nothing.", "amount");
  const left = invoice.amount_paid - invoice.post_payment_credit_notes_amount;
  if (post <= left) return;
  const most = invoice.amount_remaining + left;
  throw invalid(`The credit note comes to ${total}, and only ${most} can be credited on this invoice.`, "amount");
}

function checkParts(params: Params, post: number): void {
  const { refund_amount = 0, credit_amount = 0, out_of_band_amount = 0, refunds = [] } = params;
  const linked = refunds.reduce((sum, each) => sum + (each.amount_refunded ?? 0), 0);
  const given = refund_amount + credit_amount + out_of_band_amount + linked;
  if (given === post) return;
  throw invalid(
    `The sum of refund, credit and out of band amounts (${given}) must equal what is given back of the payment (${post}).`,
    "refund_amount",
  );
}

function refundsFor(step: Step, invoice: Invoice, { refund_amount = 0, refunds = [] }: Params): Refunded[] {
  const linked = refunds.map((each, i) => {
    const { id } = require(step, "refunds", each.refund ?? "", `refunds[${i}][refund]`);
    return { refund: id, amount: each.amount_refunded ?? 0 };
  });
  if (refund_amount === 0) return linked;
  const payment = paymentOf(step, invoice.id);
  if (payment?.status !== "paid")
    throw invalid("This invoice was not paid by a card that could be refunded.", "refund_amount");
  const made = refund(step, { payment_intent: payment.payment.payment_intent, amount: refund_amount });
  return [{ refund: made.id, amount: refund_amount }, ...linked];
}

/** What is owed is less by `pre`; where nothing is left of it, the invoice is paid. */
function applyToInvoice(step: Step, invoice: Invoice, { pre, post }: { pre: number; post: number }): void {
  const { id } = invoice;
  const remaining = invoice.amount_remaining - pre;
  const patch: Partial<Invoice> = {
    amount_due: invoice.amount_due - pre,
    amount_remaining: remaining,
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + post,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + pre,
  };
  change(step, { of: "invoices", id }, patch, "invoice.updated");
  if (pre === 0) return;
  lessenPayment(step, id, remaining);
  if (remaining === 0) settleInvoice(step, id, { amount: 0, outOfBand: true });
}

/** Credit lies on the customer's balance, below zero. */
function keepAsCredit(step: Step, { customer }: Invoice, credit: number): void {
  const owner = step.world.find("customers", customer);
  if (!owner || credit === 0) return;
  change(step, { of: "customers", id: customer }, { balance: owner.balance - credit }, "customer.updated");
}
