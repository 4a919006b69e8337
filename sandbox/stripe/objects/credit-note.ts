import type Stripe from "stripe";
import type { Step } from "../store/step";
import type { Invoice, InvoiceLine } from "../store/wire";
import type { CreditNote, CreditNoteLine } from "../store/wire-billing";
import { metadataOf, orNull } from "./fields";

export type CreditLineOrder = {
  amount: number;
  description: string | null;
  quantity: number | null;
  unitAmount: number | null;
  /** The line of the invoice that is given back, if it is one. */
  of: InvoiceLine | null;
};

/** A line given back takes its discounts with it, by its share of the line. */
export function buildCreditLine(step: Step, order: CreditLineOrder): CreditNoteLine {
  const { amount, description, quantity, unitAmount, of } = order;
  const share = of && of.amount !== 0 ? amount / of.amount : 0;
  const discounts = (of?.discount_amounts ?? []).flatMap(({ amount: whole, discount }) => {
    const part = Math.round(whole * share);
    return part > 0 && typeof discount === "string" ? { amount: part, discount } : [];
  });
  return {
    id: step.world.nextId("cnli"),
    object: "credit_note_line_item",
    amount,
    description,
    discount_amount: discounts.reduce((sum, each) => sum + each.amount, 0),
    discount_amounts: discounts,
    ...(of ? { invoice_line_item: of.id } : {}),
    livemode: false,
    metadata: null,
    pretax_credit_amounts: discounts.map((each) => ({ ...each, type: "discount" })),
    quantity,
    tax_rates: [],
    taxes: [],
    type: of ? "invoice_line_item" : "custom_line_item",
    unit_amount: unitAmount,
    unit_amount_decimal: unitAmount === null ? null : String(unitAmount),
  };
}

type NoteOrder = {
  invoice: Invoice;
  lines: CreditNoteLine[];
  /** What lessens the invoice while it is still owed, and what is given back of what was paid. */
  pre: number;
  post: number;
  number: string;
  params: Pick<Stripe.CreditNoteCreateParams, "memo" | "metadata" | "reason" | "out_of_band_amount" | "effective_at">;
  refunds: { refund: string; amount: number }[];
};

export function buildCreditNote(step: Step, order: NoteOrder): CreditNote {
  const { invoice, lines, pre, post, number, params, refunds } = order;
  const id = step.world.nextId("cn");
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const discounts = lines.flatMap((line) => line.discount_amounts);
  const discount = discounts.reduce((sum, each) => sum + each.amount, 0);
  return {
    id,
    object: "credit_note",
    amount: subtotal - discount,
    amount_shipping: 0,
    created: step.now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: discount,
    discount_amounts: discounts,
    effective_at: params.effective_at ?? step.now,
    invoice: invoice.id,
    lines: { object: "list", data: lines, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    livemode: false,
    memo: orNull(params.memo),
    metadata: metadataOf({}, params.metadata),
    number,
    out_of_band_amount: orNull(params.out_of_band_amount),
    pdf: `${step.origin}/cn/${id}/pdf`,
    post_payment_amount: post,
    pre_payment_amount: pre,
    pretax_credit_amounts: discounts.map((each) => ({ ...each, type: "discount" })),
    reason: orNull(params.reason),
    refunds: refunds.map(({ refund, amount }) => {
      return { amount_refunded: amount, payment_record_refund: null, refund, type: "refund" };
    }),
    shipping_cost: null,
    status: "issued",
    subtotal,
    subtotal_excluding_tax: subtotal,
    total: subtotal - discount,
    total_excluding_tax: subtotal - discount,
    total_taxes: [],
    type: pre > 0 && post > 0 ? "mixed" : pre > 0 ? "pre_payment" : "post_payment",
    voided_at: null,
  };
}
