import { priceOf } from "../acts/pricing";
import type { Answer } from "../http/listener";
import { newestFirst } from "../http/paging";
import type { Customer, Delivery, StripeEvent, Subscription } from "../store/wire";
import type { World } from "../store/world";
import { type Html, html } from "./html";
import { page } from "./layout";
import type { PageWorld } from "./page-step";
import { dateText, priceText, timeText } from "./words";

const SHOWN = 20;

/** What this is, and what it holds: the newest customers, subscriptions, and events with how they were delivered. */
export function overviewPage({ world, clock }: PageWorld): Answer {
  const events = newestFirst(world.all("events")).slice(0, SHOWN);
  const body = html`<h1>Stripe sandbox</h1>
<p>This server speaks Stripe's API on your own machine: customers, subscriptions, checkout, invoices and signed webhooks. It is not Stripe.</p>
<p class="small muted">World time: ${timeText(Math.floor(clock.nowMs() / 1000))} · Customers: ${world.size("customers")} · Subscriptions: ${world.size("subscriptions")} · Events: ${world.size("events")} · Webhook endpoints: ${world.size("webhook_endpoints")}</p>
<h2>Customers</h2>
${table(["Customer", "Email", "Since"], newestFirst(world.all("customers")).slice(0, SHOWN).map(customerRow), "No customers yet.")}
<h2>Subscriptions</h2>
${table(
  ["Subscription", "Customer", "Price", "Status", "Period ends"],
  newestFirst(world.all("subscriptions"))
    .slice(0, SHOWN)
    .map((each) => subscriptionRow(world, each)),
  "No subscriptions yet.",
)}
<h2>Events</h2>
${table(
  ["Event", "Id", "When", "Delivery"],
  events.map((event) => eventRow(event, world.where("deliveries", "event", event.id))),
  "Nothing has happened yet.",
)}`;
  return page(body, { title: "Stripe sandbox", wide: true });
}

function customerRow(customer: Customer): Html {
  return html`<tr><td><code>${customer.id}</code></td><td>${customer.email ?? "—"}</td><td>${dateText(customer.created)}</td></tr>`;
}

function subscriptionRow(world: World, subscription: Subscription): Html {
  const [item] = subscription.items.data;
  return html`<tr><td><code>${subscription.id}</code></td><td><code>${subscription.customer}</code></td><td>${item ? priceText(priceOf({ world }, item)) : "—"}</td><td>${subscription.status}</td><td>${item ? dateText(item.current_period_end) : "—"}</td></tr>`;
}

function eventRow(event: StripeEvent, deliveries: Delivery[]): Html {
  return html`<tr><td>${event.type}</td><td><code>${event.id}</code></td><td>${timeText(event.created)}</td><td>${deliveries.length === 0 ? html`<span class="muted">nobody listens</span>` : deliveries.map(deliveryWords)}</td></tr>`;
}

function deliveryWords({ state, attempts, nextAttemptAtMs }: Delivery): Html {
  const last = attempts.at(-1);
  const why = last ? (last.error ?? `answered ${last.status ?? "nothing"}`) : "not tried yet";
  if (state === "delivered")
    return html`<span class="good">Delivered</span> <span class="muted">(try ${attempts.length})</span><br>`;
  if (state === "failed") return html`<span class="bad">Given up</span> <span class="muted">(${why})</span><br>`;
  const next = nextAttemptAtMs === null ? "" : `, next try ${timeText(Math.floor(nextAttemptAtMs / 1000))}`;
  return html`<span class="warn">Waiting</span> <span class="muted">(${why}${next})</span><br>`;
}

function table(heads: string[], rows: Html[], empty: string): Html {
  if (rows.length === 0) return html`<p class="muted">${empty}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${heads[0]} table"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
