import { type Html, html } from "../html";
import { table } from "../table";
import { stateBadge } from "../webhooks/delivery-words";
import { wordsOf } from "../world/event-words";
import type { DeliveryRow } from "../world/shapes";
import type { CustomerFile } from "../world/stripe-sandbox";
import { worldMoment } from "../world/words";

type Happening = CustomerFile["events"][number];

/** All that happened to one customer with its webhooks, the newest first; what only goes along with it is folded. */
export function timeline({ events, events_total: total, customer }: CustomerFile): Html {
  return html`<section id="timeline" data-live aria-labelledby="story"><h2 id="story">What happened</h2>
${
  events.length === 0
    ? html`<p class="muted">Nothing yet.</p>`
    : table(
        "What happened, as a table",
        ["When", "What", "Posted", { unseen: "Send again" }],
        runsOf(events).map((run) => runRow(run, customer.id)),
        { stacks: true },
      )
}
${total > events.length && html`<p class="muted small">The newest ${events.length} of ${total} are shown.</p>`}</section>`;
}

/** Each event that says something alone, and those between two such together. */
function runsOf(events: readonly Happening[]): [Happening, ...Happening[]][] {
  const runs: [Happening, ...Happening[]][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last && !wordsOf(event) && !wordsOf(last[0])) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

function runRow(run: [Happening, ...Happening[]], customer: string): Html {
  const [first] = run;
  const words = wordsOf(first);
  if (!words) return foldedRow(run, customer);
  return html`<tr><td>${worldMoment(first.created)}</td><th scope="row" class="about"><span class="${words.tone}">${words.text.charAt(0).toUpperCase()}${words.text.slice(1)}</span><br><code>${first.type}</code></th>
<td>${postedTo(first)}</td>
<td>${sendAgain(first, customer)}</td></tr>`;
}

function foldedRow(run: [Happening, ...Happening[]], customer: string): Html {
  const waiting = run.flatMap(({ deliveries }) => deliveries).filter(({ state }) => state !== "delivered").length;
  return html`<tr><td>${worldMoment(run[0].created)}</td><td colspan="3" class="about"><details><summary>${run.length === 1 ? "1 more event" : `${run.length} more events`}${waiting > 0 && html`, <span class="warn">${waiting} not delivered</span>`}</summary>
<ul class="minor">${run.map((event) => html`<li><code>${event.type}</code><span>${postedTo(event)}</span>${sendAgain(event, customer)}</li>`)}</ul></details></td></tr>`;
}

function postedTo({ deliveries }: Happening): Html | Html[] {
  return deliveries.length === 0 ? html`<span class="muted">to nobody</span>` : deliveries.map(deliveryLink);
}

function deliveryLink(delivery: DeliveryRow): Html {
  return html`<a href="/webhooks/${delivery.id}">${stateBadge(delivery)}</a><br>`;
}

function sendAgain({ id, type }: Happening, customer: string): Html {
  return html`<form method="post" action="/webhooks/resend"><input type="hidden" name="event" value="${id}"><input type="hidden" name="customer" value="${customer}"><button class="button quiet" aria-label="Send ${type} again">Send again</button></form>`;
}
