import { type Html, html } from "../html";
import { renderPage } from "../page";
import { type Notice, noticeOf } from "../post";
import type { Attempt, Delivery } from "../world/shapes";
import { personLink, worldMoment } from "../world/words";
import { outcomeText, stateBadge } from "./delivery-words";
import { resendForm } from "./webhooks-page";
import { table } from "../table";

/** One event on its way to one endpoint: every try with its answer, and what is posted. */
export function deliveryPage(delivery: Delivery, notice?: Notice): string {
  const { id, type, event, url, customer, created, nextAttemptAtMs: next, endpoint_status: status } = delivery;
  return renderPage(
    type ?? "Delivery",
    html`<p><a href="/webhooks">All webhooks</a></p>
<h1>${type ?? "An event that is gone"}</h1>
${noticeOf(notice)}
<div id="state" data-live><dl><dt>State</dt><dd>${stateBadge(delivery)}</dd>
${next !== null && html`<dt>Next try</dt><dd>${worldMoment(next / 1000)}</dd>`}
<dt>To</dt><dd>${url}${status !== "enabled" && html` <span class="muted">(${status})</span>`}</dd>
<dt>About</dt><dd>${customer ? personLink(customer) : "no customer"}</dd>
${created !== null && html`<dt>Happened</dt><dd>${worldMoment(created)}</dd>`}
<dt>Event</dt><dd><code>${event}</code></dd></dl>
<h2 id="tries">Tries</h2>${delivery.attempts.length === 0 ? html`<p class="muted">None yet.</p>` : attemptsTable(delivery.attempts)}</div>
<div class="actions">${resendForm(id, type)}</div>
<h2>What is posted</h2>
${delivery.event_body ? html`<pre tabindex="0">${JSON.stringify(delivery.event_body, null, 2)}</pre>` : html`<p class="muted">The event is gone.</p>`}`,
    "/webhooks/one",
  );
}

function attemptsTable(attempts: Attempt[]): Html {
  return table(
    "Tries",
    [{ figures: "Try" }, "When", "Came of it", "Answer", { figures: "Took" }],
    attempts.map(attemptRow).toReversed(),
  );
}

function attemptRow(attempt: Attempt, index: number): Html {
  const { atMs, durationMs, answer } = attempt;
  return html`<tr><th scope="row" class="number">${index + 1}</th><td>${worldMoment(atMs / 1000)}</td><td class="about">${outcomeText(attempt)}</td>
<td class="about">${answer ? html`<code>${answer}</code>` : "–"}</td><td class="number">${durationMs} ms</td></tr>`;
}
