import { type Html, html } from "../html";
import { renderPage } from "../page";
import { type Notice, noticeOf } from "../post";
import type { Card, Invoice, Subscription } from "../world/shapes";
import type { CustomerFile } from "../world/stripe-sandbox";
import { cardText, dayText, moneyText, personText, priceText, statusBadge, worldMoment } from "../world/words";
import { balanceText } from "./customers-page";
import { NO_FIGURE, table } from "../table";
import { timeline } from "./timeline";

/** One customer: what he has, what he pays with, and all that happened to him with its webhooks. */
export function customerPage(file: CustomerFile, notice?: Notice): string {
  const { customer, subscriptions, invoices } = file;
  return renderPage(
    personText(customer),
    html`<p><a href="/customers">All customers</a></p>
<h1>${personText(customer)}</h1>
<p class="muted">${customer.name && customer.email && html`${customer.email} · `}<code>${customer.id}</code> · since ${worldMoment(customer.created)}${customer.test_clock && " · on a test clock, which the world's clock does not move"}</p>
${noticeOf(notice)}
<form method="post" action="/customers/${customer.id}/portal" class="actions"><button class="button quiet">Open the billing portal</button></form>
<div class="columns"><section aria-labelledby="subscriptions"><h2 id="subscriptions">Subscriptions</h2>
${subscriptions.length === 0 ? html`<p class="muted">None yet.</p>` : subscriptions.map(subscriptionPart)}</section>
${cardSection(file)}</div>
<section aria-labelledby="invoices"><h2 id="invoices">Invoices</h2>${invoices.length === 0 ? html`<p class="muted">None yet.</p>` : invoicesTable(invoices)}</section>
${timeline(file)}`,
    "/customers/one",
  );
}

function subscriptionPart(subscription: Subscription): Html {
  const { id, status, trial_end: trialEnd, cancel_at: ends, ended_at: ended, items, card } = subscription;
  const renews = items[0]?.current_period_end;
  return html`<dl><dt>Plan</dt><dd>${priceText(subscription)}</dd><dt>Status</dt><dd>${statusBadge(status)}</dd>
${status === "trialing" && trialEnd !== null && html`<dt>Trial until</dt><dd>${dayText(trialEnd)}</dd>`}
${ended !== null ? html`<dt>Ended</dt><dd>${dayText(ended)}</dd>` : ends !== null ? html`<dt>Ends</dt><dd>${dayText(ends)}</dd>` : renews !== undefined && status !== "trialing" && html`<dt>Renews</dt><dd>${dayText(renews)}</dd>`}
${card && html`<dt>Its own card</dt><dd>${cardText(card)}</dd>`}<dt>Id</dt><dd><code>${id}</code></dd></dl>`;
}

function cardSection({ customer, cards, kept_cards: known }: CustomerFile): Html {
  const charged =
    customer.subscriptions.findLast(({ card, ended_at }) => card && ended_at === null)?.card ?? customer.card;
  const [failing, ...others] = known;
  return html`<section aria-labelledby="card"><h2 id="card">Card</h2>
<dl><dt>Charged</dt><dd>${cardText(charged)}${charged && html` <span class="muted">until ${expiry(charged)}</span>`}</dd>
${cards.length > 1 && html`<dt>Also on file</dt><dd>${cards.filter(({ id }) => id !== charged?.id).map((card) => html`${cardText(card)}<br>`)}</dd>`}
<dt>Balance</dt><dd>${balanceText(customer.balance, customer.currency)}</dd></dl>
${failing && html`<form method="post" action="/customers/${customer.id}/card" class="actions"><button class="button" name="card" value="${failing.card}">Let the next renewal be declined</button></form>`}
<form method="post" action="/customers/${customer.id}/card" class="find"><label>Or a card that<select name="card">${others.map(({ card, does }) => html`<option value="${card}">${does}</option>`)}</select></label><button class="button quiet">Use it</button></form></section>`;
}

const expiry = ({ exp_month: month, exp_year: year }: Card) => `${String(month).padStart(2, "0")}/${year}`;

function invoicesTable(invoices: Invoice[]): Html {
  return table(
    "Invoices, as a table",
    ["Invoice", "When", "Status", { figures: "Total" }, { figures: "Left" }],
    invoices.map(
      ({ id, number, status, total, amount_remaining: left, currency, created, url }) =>
        html`<tr><th scope="row">${isWeb(url) ? html`<a href="${url}" target="_blank" rel="noreferrer noopener">${number ?? id}</a>` : (number ?? html`<code>${id}</code>`)}</th><td>${worldMoment(created)}</td>
<td>${statusBadge(status ?? "draft")}</td><td class="number">${moneyText(total, currency)}</td>${left === 0 ? NO_FIGURE : html`<td class="number">${moneyText(left, currency)} to pay</td>`}</tr>`,
    ),
    { stacks: true },
  );
}

/** Nothing but a web address is made a link of. */
function isWeb(url: string | null): url is string {
  return url !== null && /^https?:\/\//u.test(url);
}
