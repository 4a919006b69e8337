import { type Html, html } from "../html";
import { pager } from "../pager";
import { renderPage } from "../page";
import type { Customer } from "../world/shapes";
import type { Customers } from "../world/stripe-sandbox";
import { cardText, moneyText, personLink, priceText, statusBadge, worldDay } from "../world/words";
import { NO_FIGURE, NONE, table } from "../table";

/** Everybody, newest first, or those whose name, address or id holds `words`. */
export function customersPage(list: Customers, words: string): string {
  return renderPage(
    "Customers",
    html`<h1>Customers</h1>
<p class="muted">${list.total === 1 ? "One customer lives" : `${list.total} customers live`} in this world. Test cards stand for real ones, and no money moves.</p>
<form class="find" action="/customers" role="search"><label>Name, address or id<input type="search" name="q" value="${words}" autocomplete="off" maxlength="200"></label><button class="button">Find</button>${words && html`<a href="/customers">Show everybody</a>`}</form>
<div id="customers" data-live>${list.customers.length === 0 ? nobody(words) : customersTable(list)}</div>
${pager("/customers", list, { q: words })}`,
    "/customers",
  );
}

function nobody(words: string): Html {
  if (words) return html`<p>Nobody is called “${words}”.</p>`;
  return html`<p>Nobody yet. Choose a plan in the app, and its buyer appears here.</p>`;
}

function customersTable({ customers }: Customers): Html {
  return table(
    "Customers, as a table",
    ["Customer", "Subscription", "Status", "Card", { figures: "Balance" }, "Since"],
    customers.map(customerRow),
    { stacks: true },
  );
}

function customerRow(customer: Customer): Html {
  const { email, name, subscriptions, balance, currency, created, card, test_clock: clock } = customer;
  const current = subscriptions.findLast(({ ended_at }) => ended_at === null) ?? subscriptions.at(-1);
  return html`<tr><th scope="row" class="about">${personLink(customer)}${name && email && html`<br><span class="muted">${email}</span>`}${clock && html`<br><span class="muted">on a test clock</span>`}</th>
<td>${current ? priceText(current) : html`<span class="muted">None</span>`}</td>${current ? html`<td>${statusBadge(current.status)}</td>` : NONE}
<td class="whole">${cardText(current?.card ?? card)}</td>${balance === 0 ? NO_FIGURE : html`<td class="number">${balanceText(balance, currency)}</td>`}<td>${worldDay(created)}</td></tr>`;
}

/** Stripe counts credit as negative; people do not. */
export function balanceText(balance: number, currency: string | null): string {
  if (balance === 0) return "–";
  return balance < 0 ? `${moneyText(-balance, currency)} credit` : `${moneyText(balance, currency)} owed`;
}
