import { type Html, html } from "../html";
import { renderPage } from "../page";
import { type Notice, noticeOf } from "../post";
import { wordsOf } from "../world/event-words";
import type { Card, DeliveryRow, Invoice, Subscription } from "../world/shapes";
import type { CustomerFile } from "../world/stripe-sandbox";
import { cardText, dayText, moneyText, personText, priceText, statusBadge, worldMoment } from "../world/words";
import { stateBadge } from "../webhooks/delivery-words";
import { balanceText } from "./customers-page";
import { table } from "../table";

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
    ["Invoice", "When", "Status", { figures: "Total" }, { figures: "Left to pay" }],
    invoices.map(
      ({ id, number, status, total, amount_remaining: left, currency, created, url }) =>
        html`<tr><th scope="row">${isWeb(url) ? html`<a href="${url}" target="_blank" rel="noreferrer noopener">${number ?? id}</a>` : (number ?? html`<code>${id}</code>`)}</th><td>${worldMoment(created)}</td>
<td>${statusBadge(status ?? "draft")}</td><td class="number">${moneyText(total, currency)}</td><td class="number">${moneyText(left, currency)}</td></tr>`,
    ),
  );
}

/** Nothing but a web address is made a link of. */
function isWeb(url: string | null): url is string {
  return url !== null && /^https?:\/\//u.test(url);
}

function timeline({ events, events_total: total, customer }: CustomerFile): Html {
  return html`<section id="timeline" data-live aria-labelledby="story"><h2 id="story">What happened</h2>
${
  events.length === 0
    ? html`<p class="muted">Nothing yet.</p>`
    : table(
        "What happened, as a table",
        ["When", "What", "Posted", { unseen: "Send again" }],
        events.map((event) => eventRow(event, customer.id)),
        { stacks: true },
      )
}
${total > events.length && html`<p class="muted small">The newest ${events.length} of ${total} are shown.</p>`}</section>`;
}

function eventRow(event: CustomerFile["events"][number], customer: string): Html {
  const words = wordsOf(event);
  return html`<tr><td>${worldMoment(event.created)}</td><th scope="row" class="about">${words && html`<span class="${words.tone}">${words.text.charAt(0).toUpperCase()}${words.text.slice(1)}</span><br>`}<code>${event.type}</code></th>
<td>${event.deliveries.length === 0 ? html`<span class="muted">to nobody</span>` : event.deliveries.map(deliveryLink)}</td>
<td><form method="post" action="/webhooks/resend"><input type="hidden" name="event" value="${event.id}"><input type="hidden" name="customer" value="${customer}"><button class="button quiet" aria-label="Send ${event.type} again">Send again</button></form></td></tr>`;
}

function deliveryLink(delivery: DeliveryRow): Html {
  return html`<a href="/webhooks/${delivery.id}">${stateBadge(delivery)}</a><br>`;
}
