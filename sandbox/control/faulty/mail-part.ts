import type { FaultOrder } from "../faults";
import { type Html, html } from "../html";

const STATUSES: readonly [status: number, words: string][] = [
  [500, "500: SendGrid fails"],
  [503, "503: SendGrid is down"],
  [429, "429: too many requests"],
  [401, "401: the key is refused"],
  [413, "413: the letter is too large"],
];

/** Mail's faults: the next letters are refused with a status. */
export function mailPart(orders: FaultOrder[]): Html {
  return html`<section aria-labelledby="mail"><h2 id="mail">Mail</h2>
<div id="mail-on" data-live>${
    orders.length === 0
      ? html`<p class="muted">Nothing is on. Each letter is taken.</p>`
      : orders.map(
          ({ status, count }) =>
            html`<form method="post" action="/faults/mail/clear" class="actions"><span>The next ${count === 1 ? "letter is" : `${count} letters are`} refused with ${status}.</span><button class="button quiet">Switch off</button></form>`,
        )
  }</div>
<form class="find" method="post" action="/faults/mail">
<label class="whole">What goes wrong<select name="status">${STATUSES.map(([status, words]) => html`<option value="${status}">${words}</option>`)}</select></label>
<label>For the next letters<input type="number" name="count" value="1" min="1" max="1000000" required inputmode="numeric"></label>
<button class="button">Switch on</button>
</form></section>`;
}
