import type { AllFaults } from "./faulty/faults-page";
import { type Html, html } from "./html";
import type { Letter } from "./letter";
import { letterRows } from "./mailbox-page";
import { renderPage } from "./page";
import { clockFace, landmarkButtons, storyLine } from "./time/time-page";
import type { Endpoint, WorldEvent } from "./world/shapes";
import type { Ahead } from "./world/stripe-sandbox";

const LATEST = 5;

export type Neighbours = { appUrl?: string; stripeUrl?: string; openaiUrl?: string };
/** What is known of the world; nothing of Stripe where no sandbox answers. */
export type Overview = {
  neighbours: Neighbours;
  letters: readonly Letter[];
  ahead: Ahead | undefined;
  /** The newest first; more than are shown, since not every one says something. */
  happened: readonly WorldEvent[];
  endpoints: readonly Endpoint[] | undefined;
  faults: AllFaults;
};

/** What is stood in for, where it is, how it is, and what came last. */
export function frontPage(overview: Overview): string {
  const { letters, ahead, happened } = overview;
  const told = happened.flatMap((event) => storyLine(event) ?? []).slice(0, LATEST);
  return renderPage(
    "Overview",
    html`<h1 class="unseen">Overview</h1>
${ahead && html`${clockFace(ahead)}${moves(ahead)}`}
${told.length > 0 && html`<section id="happened" data-live aria-labelledby="last"><h2 id="last">What happened last</h2><ol class="story">${told}</ol></section>`}
<h2>What there is</h2>
${placesPart(overview)}
<section id="latest" data-live aria-labelledby="mail"><h2 id="mail">Latest mail</h2>
${letters.length > 0 ? letterRows(letters.slice(0, LATEST)) : html`<p class="muted">None yet. Sign up in the app, and a letter arrives here.</p>`}
${letters.length > LATEST && html`<p><a href="/mailbox">All ${letters.length} letters</a></p>`}</section>`,
    "/",
  );
}

function moves(ahead: Ahead): Html {
  const isQuiet = Object.values(ahead.landmarks).some((at) => at !== null);
  return html`<form method="post" action="/time" class="actions" aria-label="Move time">${landmarkButtons(ahead)}<button class="${isQuiet ? "button quiet" : "button"}" name="to" value="month">One month on</button><a class="button quiet" href="/time">More about time</a></form>`;
}

const AWAY = "does not answer";

function placesPart({ neighbours: { appUrl, stripeUrl }, letters, ahead, endpoints, faults }: Overview): Html {
  const on = faultsOn(faults);
  return html`<ul class="rows" id="there" data-live>
${appUrl && row(appUrl, "The app", "Parley itself", appUrl)}
${stripeUrl && row("/customers", "Stripe", "Customers, subscriptions, invoices and their events", ahead ? counted(ahead.customers, "customer") : AWAY)}
${stripeUrl && row("/webhooks", "Webhooks", "What Stripe told the app, each try and its answer", endpoints ? postedText(endpoints) : AWAY)}
${row("/model", "OpenAI", "The model's pace, and what it was asked", faults.model ? counted(faults.model.calls.length, "call") : AWAY)}
${row("/mailbox", "Mail", "Every letter the app sent; none left this machine", counted(letters.length, "letter"))}
${row("/faults", "Faults", "What goes wrong next, on purpose", on === 0 ? "none is on" : `${on} on`)}
</ul>
<p class="muted small">The app talks to these local servers through the real clients. Give a service its key, and the app uses the real one.${stripeUrl && html` Stripe's stand-in is at <a href="${stripeUrl}">${stripeUrl}</a>.`}</p>`;
}

/** What needs a look comes first: what was given up, then what waits. */
function postedText(endpoints: readonly Endpoint[]): string {
  const sum = (state: "failed" | "pending" | "delivered") => endpoints.reduce((total, one) => total + one[state], 0);
  if (sum("failed") > 0) return `${sum("failed")} given up`;
  if (sum("pending") > 0) return `${sum("pending")} waiting`;
  return endpoints.length === 0 ? "nobody listens" : `${sum("delivered")} delivered`;
}

function faultsOn({ stripe, model, mail }: AllFaults): number {
  const ofStripe = stripe?.orders.filter(({ left, holding = 0 }) => left > 0 || holding > 0).length ?? 0;
  return ofStripe + (model?.armed.length ?? 0) + mail.length;
}

const counted = (count: number, what: string) => (count === 1 ? `1 ${what}` : `${count} ${what}s`);

function row(url: string, name: string, what: string, state: string): Html {
  return html`<li><a class="row" href="${url}"><strong>${name}</strong><span class="what">${what}</span><span class="who">${state}</span></a></li>`;
}
