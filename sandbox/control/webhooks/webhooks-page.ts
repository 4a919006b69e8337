import { type Html, html } from "../html";
import { pager } from "../pager";
import { renderPage } from "../page";
import { type Notice, noticeOf } from "../post";
import type { DeliveryRow, Endpoint } from "../world/shapes";
import type { Deliveries } from "../world/stripe-sandbox";
import { badge, personLink, worldMoment } from "../world/words";
import { stateBadge } from "./delivery-words";
import { table } from "../table";

export type Filter = { state: string; type: string };
const STATES: readonly [state: string, label: string][] = [
  ["", "All"],
  ["pending", "Waiting"],
  ["delivered", "Delivered"],
  ["failed", "Given up"],
];

/** Who is told, what was posted, and how it was answered. */
export function webhooksPage(
  { endpoints, list, filter }: { endpoints: Endpoint[]; list: Deliveries; filter: Filter },
  notice?: Notice,
): string {
  return renderPage(
    "Webhooks",
    html`<h1>Webhooks</h1>
${noticeOf(notice)}
<section id="endpoints" data-live aria-labelledby="listening"><h2 id="listening">Who is told</h2>
${endpoints.length === 0 ? html`<p class="muted">No endpoint is registered. <code>npm start</code> registers the app's own.</p>` : endpointsTable(endpoints)}</section>
<section aria-labelledby="posted"><h2 id="posted">What was posted</h2>
<nav class="tabs" aria-label="State">${STATES.map(([state, label]) => stateLink(state, label, filter))}</nav>
${filterForm(list.types, filter)}
<div id="deliveries" data-live>${list.deliveries.length === 0 ? html`<p class="muted">${list.total === 0 ? "Nothing yet. Each event goes to the endpoints above, signed." : "Nothing of that kind."}</p>` : deliveriesTable(list.deliveries)}
${list.failed > 0 && html`<form method="post" action="/webhooks/resend" class="actions"><button class="button" name="state" value="failed">Send all ${list.failed} that were given up again</button></form>`}</div>
${pager("/webhooks", list, filter)}</section>`,
    "/webhooks",
  );
}

function endpointsTable(endpoints: Endpoint[]): Html {
  return table(
    "Endpoints",
    ["Endpoint", "Hears", "Status", { figures: "Delivered" }, { figures: "Waiting" }, { figures: "Given up" }],
    endpoints.map(
      ({ id, url, status, enabled_events: events, delivered, pending, failed }) =>
        html`<tr><th scope="row" class="about">${url}<br><code>${id}</code></th><td>${events.includes("*") ? "everything" : html`<details><summary>${events.length === 1 ? "1 type" : `${events.length} types`}</summary><div>${events.map((type) => html`<code>${type}</code><br>`)}</div></details>`}</td>
<td>${badge(status, status === "enabled" ? "good" : "warn")}</td><td class="number">${delivered}</td><td class="number">${pending}</td><td class="number">${failed}</td></tr>`,
    ),
  );
}

function stateLink(state: string, label: string, { state: shown, type }: Filter): Html {
  const asked = Object.entries({ state, type }).filter(([, value]) => value !== "");
  const href = `/webhooks?${new URLSearchParams(asked).toString()}`;
  return state === shown
    ? html`<a href="${href}" aria-current="true">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
}

function filterForm(types: string[], { state, type }: Filter): Html {
  const option = (name: string) =>
    name === type ? html`<option selected>${name}</option>` : html`<option>${name}</option>`;
  return html`<form class="find" action="/webhooks"><input type="hidden" name="state" value="${state}"><label>Type of event<select name="type"><option value="">any</option>${types.map(option)}</select></label><button class="button quiet">Show</button></form>`;
}

function deliveriesTable(deliveries: DeliveryRow[]): Html {
  return table(
    "Deliveries",
    ["Event", "About", "State", "When", { unseen: "Send again" }],
    deliveries.map(deliveryRow),
    { stacks: true },
  );
}

function deliveryRow(delivery: DeliveryRow): Html {
  const { id, type, customer, created } = delivery;
  return html`<tr><th scope="row"><a href="/webhooks/${id}">${type ?? "gone"}</a></th>${customer ? html`<td>${personLink(customer)}</td>` : html`<td class="none">–</td>`}
<td class="about">${stateBadge(delivery)}</td><td>${created === null ? "–" : worldMoment(created)}</td><td>${resendForm(id, type)}</td></tr>`;
}

/** One press, and the event goes to this endpoint again. */
export function resendForm(id: string, type: string | null): Html {
  return html`<form method="post" action="/webhooks/resend"><input type="hidden" name="delivery" value="${id}"><button class="button quiet" aria-label="Send ${type ?? "it"} again">Send again</button></form>`;
}
