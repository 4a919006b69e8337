import { type Html, html } from "./html";
import type { Letter } from "./letter";
import { letterRows } from "./mailbox-page";
import { renderPage } from "./page";

const LATEST = 5;

export type Neighbours = { appUrl?: string; stripeUrl?: string; openaiUrl?: string };

/** What is stood in for, where it is, and what came last. */
export function frontPage({ appUrl, stripeUrl, openaiUrl }: Neighbours, letters: readonly Letter[]): string {
  return renderPage(
    "Overview",
    html`<h1>What is stood in for</h1>
<p class="muted">The app talks to these local servers through the real clients. Give a service its key, and the app uses the real one.</p>
<ul class="rows">
${appUrl && row(appUrl, "The app", "Parley itself")}
${stripeUrl && row(stripeUrl, "Stripe", "Customers, subscriptions, hosted checkout, webhooks")}
${openaiUrl && row("/model", "OpenAI", "Chat and embeddings: its faults, its pace and the calls that came")}
${row("/mailbox", "Mail", `SendGrid's send route; ${letters.length === 1 ? "1 letter" : `${letters.length} letters`} kept`)}
</ul>
<h2>Latest mail</h2>
${letters.length > 0 ? letterRows(letters.slice(0, LATEST)) : html`<p class="muted">None yet. Sign up in the app, and a letter arrives here.</p>`}
${letters.length > LATEST && html`<p><a href="/mailbox">All ${letters.length} letters</a></p>`}`,
  );
}

function row(url: string, name: string, what: string): Html {
  return html`<li><a href="${url}"><strong>${name}</strong><span class="what">${what}</span><span class="who">${url}</span></a></li>`;
}
