import type { OutgoingHttpHeaders } from "node:http";
import { Html, html } from "./html";
import { STYLE } from "./style";

/** Where one can go, in the order people need it. */
const PLACES: readonly [path: string, name: string][] = [
  ["/", "Overview"],
  ["/time", "Time"],
  ["/customers", "Customers"],
  ["/webhooks", "Webhooks"],
  ["/faults", "Faults"],
  ["/model", "Model"],
  ["/mailbox", "Mailbox"],
  ["/reset", "Reset"],
];

/**
 * Only our own script runs on these pages, nothing is fetched from elsewhere, and nobody may frame them.
 * `formsTo`: another origin that a form of this page leads to.
 */
export function pagePolicy(formsTo = ""): OutgoingHttpHeaders {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    "frame-src 'self'",
    `form-action 'self' ${formsTo}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    // Not "no-referrer": with that a browser says its forms come from nowhere.
    "referrer-policy": "same-origin",
  };
}

/** The one frame that every page has. */
export function renderPage(title: string, main: Html, place = ""): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Parley sandbox</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
<script src="/live.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<a class="brand" href="/">Parley sandbox</a>
<nav aria-label="Sandbox">${PLACES.map(([path, name]) => placeLink(path, name, place))}</nav>
</header>
<main id="main">${main}</main>
<footer>Everything here is local. No mail leaves this machine, and no money moves.</footer>
</body>
</html>`.source;
}

/** `place`: where the page is; one below a place belongs to it. */
function placeLink(path: string, name: string, place: string): Html {
  if (path === place) return html`<a href="${path}" aria-current="page">${name}</a>`;
  if (place.startsWith(`${path}/`)) return html`<a href="${path}" aria-current="true">${name}</a>`;
  return html`<a href="${path}">${name}</a>`;
}

export function missingPage(): string {
  return renderPage(
    "Not found",
    html`<h1>There is nothing here</h1>
<p class="muted">It may have been cleared since you opened the list.</p>
<p class="actions"><a class="button" href="/">Overview</a><a class="button quiet" href="/mailbox">Mailbox</a></p>`,
  );
}

/** A moment as people write it, with its exact value for machines. Local to the reader it can not be: no script runs. */
export function moment(iso: string): Html {
  const shown = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return html`<time datetime="${iso}">${shown.format(new Date(iso))} UTC</time>`;
}
