import type { Answer } from "../http/listener";
import { invoicePdf } from "./invoice-pdf";
import { notFoundPage } from "./layout";
import type { PageWorld } from "./page-step";
import { dateText, moneyText } from "./words";

/** A credit note as paper: what it is for, and where its money went. */
export function creditNotePdfAnswer({ world }: PageWorld, id: string): Answer {
  const note = world.find("credit_notes", id);
  if (!note) return notFoundPage("This credit note");
  const money = (amount: number) => moneyText(amount, note.currency);
  const refunded = note.refunds.reduce((sum, each) => sum + each.amount_refunded, 0);
  const lines = [
    `Credit note ${note.number}`,
    "Sandbox: no money moves.",
    "",
    `Date: ${dateText(note.created)}`,
    `For invoice: ${world.find("invoices", note.invoice)?.number ?? note.invoice}`,
    ...(note.status === "void" ? ["Void: it no longer counts"] : []),
    "",
    ...note.lines.data.map((line) => `${line.description ?? "Credit"}   ${money(line.amount - line.discount_amount)}`),
    "",
    `Total: ${money(note.total)}`,
    ...(refunded > 0 ? [`Refunded: ${money(refunded)}`] : []),
    ...(note.memo ? ["", note.memo] : []),
  ];
  const headers = {
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="Credit-note-${note.number}.pdf"`,
    "cache-control": "no-store",
  };
  return { status: 200, headers, body: invoicePdf(lines) };
}
