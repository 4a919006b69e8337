import { type Html, html } from "./html";
import type { Letter } from "./letter";
import { moment, renderPage } from "./page";

const MOST_SHOWN = 200;

/** Every letter, newest first, or those of one person. */
export function mailboxPage(letters: readonly Letter[], to: string): string {
  return renderPage(
    "Mailbox",
    html`<h1>Mailbox</h1>
<p class="muted">Every letter the app sent, newest first. None of them left this machine.</p>
<form class="find" action="/mailbox">
<label>Sent to<input type="email" name="to" value="${to}" autocomplete="off" placeholder="somebody@example.test"></label>
<button class="button">Show</button>${to && html`<a href="/mailbox">Show everyone's</a>`}
</form>
<div id="letters" data-live>${letters.length > 0 ? letterRows(letters.slice(0, MOST_SHOWN)) : nothingYet(to)}</div>
${letters.length > MOST_SHOWN && html`<p class="muted">The newest ${MOST_SHOWN} of ${letters.length} are shown.</p>`}`,
    "/mailbox",
  );
}

/** The list itself, as the front page shows it too. */
export function letterRows(letters: readonly Letter[]): Html {
  return html`<ul class="rows">${letters.map(
    ({ id, to, subject, createdAt }) =>
      html`<li><a class="row" href="/mailbox/${id}"><span class="who">${to}</span><strong>${subject}</strong>${moment(createdAt)}</a></li>`,
  )}</ul>`;
}

function nothingYet(to: string): Html {
  if (to) return html`<p>No letter was sent to ${to}.</p>`;
  return html`<p>No letter yet. Sign up in the app, and the first one arrives here.</p>`;
}
