import { challengeUrl } from "../acts/proving";
import type { Answer } from "../http/listener";
import type { Invoice } from "../store/wire";
import type { World } from "../store/world";
import { type Html, html } from "./html";
import { invoicePdf } from "./invoice-pdf";
import { invoiceSums } from "./invoice-sums";
import { notFoundPage, page } from "./layout";
import type { PageWorld } from "./page-step";
import { dateText, moneyText } from "./words";

/** The invoice as its customer sees it. A draft has no page yet. */
export function invoicePage(parts: PageWorld, id: string): Answer {
  const invoice = parts.world.find("invoices", id);
  if (!invoice || invoice.status === "draft") return notFoundPage("This invoice");
  const body = html`
<p class="muted">Invoice ${invoice.number}</p>
<p class="amount">${moneyText(invoice.total, invoice.currency)}</p>
<p>${stateText(invoice)}</p>
<dl class="lines">
${invoice.lines.data.map((line) => html`<dt>${line.description}<br><span class="muted small">${dateText(line.period.start)} – ${dateText(line.period.end)}</span></dt><dd>${moneyText(line.amount, invoice.currency)}</dd>`)}
${invoiceSums(parts.world, invoice).map((sum) => sumRow(sum, invoice.currency))}
</dl>
${confirmLink(parts, invoice)}
<p class="small muted">Billed to ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer}</p>
<p><a class="button" href="/i/${invoice.id}/pdf">Download PDF</a></p>`;
  return page(body, { title: `Invoice ${invoice.number ?? ""}` });
}

export function invoicePdfAnswer({ world }: PageWorld, id: string): Answer {
  const invoice = world.find("invoices", id);
  if (!invoice || invoice.status === "draft") return notFoundPage("This invoice");
  const name = `Invoice-${invoice.number ?? invoice.id}.pdf`;
  const headers = {
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="${name}"`,
    "cache-control": "no-store",
  };
  return { status: 200, headers, body: invoicePdf(textLines(world, invoice)) };
}

/** A card that asks for its owner is confirmed from here. */
function confirmLink({ world }: PageWorld, { id, status }: Invoice): Html | "" {
  const [payment] = world.where("invoice_payments", "invoice", id);
  const intent = payment && world.find("payment_intents", payment.payment.payment_intent);
  if (status === "paid" || intent?.status !== "requires_action") return "";
  return html`<p><a class="button" href="${challengeUrl("", intent.id)}">Confirm the payment</a></p>`;
}

function sumRow({ label, amount, strong }: ReturnType<typeof invoiceSums>[number], currency: string): Html {
  const of = strong ? html` class="total"` : "";
  return html`<dt${of}>${label}</dt><dd${of}>${moneyText(amount, currency)}</dd>`;
}

function stateText(invoice: Invoice): string {
  const { status, status_transitions: at, amount_due, currency } = invoice;
  if (status === "paid") return at.paid_at ? `Paid on ${dateText(at.paid_at)}` : "Paid";
  if (status === "void") return "Void: nothing is owed";
  if (status === "uncollectible") return "Given up as uncollectible";
  return `${moneyText(amount_due, currency)} due${invoice.due_date ? ` by ${dateText(invoice.due_date)}` : ""}`;
}

function textLines(world: World, invoice: Invoice): string[] {
  const money = (amount: number) => moneyText(amount, invoice.currency);
  return [
    `Invoice ${invoice.number ?? ""}`,
    "Sandbox: no money moves.",
    "",
    `Date: ${dateText(invoice.created)}`,
    `Billed to: ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer}`,
    `Status: ${stateText(invoice)}`,
    "",
    ...invoice.lines.data.flatMap((line) => [
      `${line.description ?? "Item"}   ${money(line.amount)}`,
      `    ${dateText(line.period.start)} - ${dateText(line.period.end)}`,
    ]),
    "",
    ...invoiceSums(world, invoice).map(({ label, amount }) => `${label}: ${money(amount)}`),
  ];
}
