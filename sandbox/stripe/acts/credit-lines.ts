import type Stripe from "stripe";
import { invalid, parameterMissing } from "../http/failures";
import { buildCreditLine, type CreditLineOrder } from "../objects/credit-note";
import { orNull } from "../objects/fields";
import type { Step } from "../store/step";
import type { Invoice } from "../store/wire";
import type { CreditNoteLine } from "../store/wire-billing";
import { refuseUnbuilt } from "./require";

type Params = Pick<Stripe.CreditNoteCreateParams, "amount" | "lines">;
type LineParams = Stripe.CreditNoteCreateParams.Line;

/** The lines a credit note is asked to hold; an amount alone is one line of its own. */
export function creditLines(step: Step, invoice: Invoice, { amount, lines }: Params): CreditNoteLine[] {
  if (lines) return lines.map((line, i) => buildCreditLine(step, readLine(invoice, line, `lines[${i}]`)));
  if (amount === undefined) throw parameterMissing("amount");
  checkAmount(amount, "amount");
  return [buildCreditLine(step, { amount, description: "Credit", quantity: 1, unitAmount: amount, of: null })];
}

function readLine(invoice: Invoice, line: LineParams, at: string): CreditLineOrder {
  refuseUnbuilt(line, ["tax_amounts", "tax_rates", "unit_amount_decimal", "metadata"]);
  return line.type === "invoice_line_item" ? ofInvoice(invoice, line, at) : custom(line, at);
}

function ofInvoice(invoice: Invoice, asked: LineParams, at: string): CreditLineOrder {
  const of = invoice.lines.data.find(({ id }) => id === asked.invoice_line_item);
  if (!of)
    throw invalid(
      `No such invoice line item: '${asked.invoice_line_item ?? ""}'`,
      `${at}[invoice_line_item]`,
      "resource_missing",
    );
  const whole = of.quantity ?? 1;
  const quantity = asked.quantity ?? (asked.amount === undefined ? whole : null);
  const amount = asked.amount ?? Math.round((of.amount * (quantity ?? whole)) / whole);
  checkAmount(amount, `${at}[amount]`);
  if (amount > of.amount) throw invalid(`That line comes to ${of.amount} only.`, `${at}[amount]`);
  return {
    amount,
    description: of.description,
    quantity,
    unitAmount: quantity === null ? null : Math.round(amount / quantity),
    of,
  };
}

function custom(asked: LineParams, at: string): CreditLineOrder {
  if (asked.unit_amount === undefined) throw parameterMissing(`${at}[unit_amount]`);
  const quantity = asked.quantity ?? 1;
  const amount = asked.unit_amount * quantity;
  checkAmount(amount, `${at}[unit_amount]`);
  return { amount, description: orNull(asked.description), quantity, unitAmount: asked.unit_amount, of: null };
}

function checkAmount(amount: number, param: string): void {
  if (!Number.isInteger(amount) || amount < 1)
    throw invalid("Invalid positive integer", param, "parameter_invalid_integer");
}
