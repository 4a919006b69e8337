import { onClockOf } from "../acts/clock-of";
import { tryToPay } from "../acts/paying";
import { challengeUrl } from "../acts/proving";
import type { Answer, PageRequest } from "../http/listener";
import type { Invoice } from "../store/wire";
import type { World } from "../store/world";
import {
  type CardErrors,
  cardFields,
  type CardFields,
  cardFromFields,
  checkCard,
  NO_CARD,
  readCardFields,
} from "./card-form";
import { type Html, html } from "./html";
import { invoicePdf } from "./invoice-pdf";
import { invoiceSums } from "./invoice-sums";
import { notFoundPage, page, redirect } from "./layout";
import { doOnPage, type PageWorld } from "./page-step";
import { dateText, moneyText } from "./words";

type Tried = { fields: CardFields; errors: CardErrors; refusal: string | null };
const UNTRIED: Tried = { fields: NO_CARD, errors: {}, refusal: null };

/** The invoice as its customer sees it, and pays it while it is open. A draft has no page yet. */
export function invoicePage(parts: PageWorld, request: PageRequest, id: string): Answer {
  const invoice = parts.world.find("invoices", id);
  if (!invoice || invoice.status === "draft") return notFoundPage("This invoice");
  if (request.method !== "POST") return shown(parts, invoice, UNTRIED);
  return isPayable(invoice) ? pay(parts, request, invoice) : redirect(`/i/${id}`);
}

function pay(parts: PageWorld, request: PageRequest, invoice: Invoice): Answer {
  const fields = readCardFields(new URLSearchParams(request.body));
  const errors = checkCard(fields, Math.floor(parts.clock.nowMs() / 1000));
  if (Object.keys(errors).length > 0) return shown(parts, invoice, { fields, errors, refusal: null });
  const outcome = doOnPage(parts, request, (asked) => {
    const step = onClockOf(asked, invoice.customer);
    return tryToPay(step, invoice.id, { method: cardFromFields(step, fields), present: true });
  });
  if (outcome?.kind === "needs_action") return redirect(challengeUrl("", outcome.intent.id));
  if (outcome?.kind !== "declined") return redirect(`/i/${invoice.id}`);
  return shown(parts, invoice, { fields, errors: {}, refusal: outcome.decline.message });
}

function shown(parts: PageWorld, invoice: Invoice, tried: Tried): Answer {
  const body = html`<h1>Invoice ${invoice.number}</h1>
<p class="amount">${moneyText(invoice.total, invoice.currency)}</p>
<p>${stateText(invoice)}</p>
<dl class="lines">
${invoice.lines.data.map((line) => html`<dt>${line.description}<br><span class="muted small">${spanText(line.period)}</span></dt><dd>${moneyText(line.amount, invoice.currency)}</dd>`)}
${invoiceSums(parts.world, invoice).map((sum) => sumRow(sum, invoice.currency))}
</dl>
${confirmLink(parts, invoice)}
<p class="small muted">Billed to ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer}</p>
<p><a class="button" href="/i/${invoice.id}/pdf">Download PDF</a></p>
${isPayable(invoice) ? payForm(invoice, tried) : ""}`;
  const failed = Object.keys(tried.errors).length > 0;
  return page(body, { title: `Invoice ${invoice.number ?? ""}`, status: tried.refusal ? 402 : failed ? 400 : 200 });
}

function isPayable({ status }: Invoice): boolean {
  return status === "open" || status === "uncollectible";
}

function payForm({ amount_remaining, currency }: Invoice, { fields, errors, refusal }: Tried): Html {
  return html`<h2>Pay by card</h2>
${refusal ? html`<div class="alert" role="alert"><strong>${refusal}</strong> Nothing was charged. Try another card.</div>` : ""}
<form method="post" novalidate>
${cardFields(fields, errors)}
<button class="main whole" type="submit">Pay ${moneyText(amount_remaining, currency)}</button>
</form>`;
}

function spanText({ start, end }: { start: number; end: number }): string {
  const [from, to] = [dateText(start), dateText(end)];
  return from === to ? from : `${from} – ${to}`;
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
      `    ${spanText(line.period)}`,
    ]),
    "",
    ...invoiceSums(world, invoice).map(({ label, amount }) => `${label}: ${money(amount)}`),
  ];
}
