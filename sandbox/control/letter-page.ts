import type { OutgoingHttpHeaders } from "node:http";
import { html, linked } from "./html";
import { addressLine, type Letter } from "./letter";
import { moment, renderPage } from "./page";

/** One letter: who and when, as it looks in a mail program, and its plain-text twin. */
export function letterPage(letter: Letter): string {
  return renderPage(
    letter.subject,
    html`<p><a href="/mailbox">All letters</a></p>
<h1>${letter.subject}</h1>
<dl>
<dt>From</dt><dd>${addressLine(letter.from, letter.fromName)}</dd>
<dt>To</dt><dd>${addressLine(letter.to, letter.toName)}</dd>
${letter.replyTo && html`<dt>Reply to</dt><dd>${letter.replyTo}</dd>`}
<dt>Sent</dt><dd>${moment(letter.createdAt)}</dd>
${letter.categories.length > 0 && html`<dt>Categories</dt><dd>${letter.categories.join(", ")}</dd>`}
${Object.entries(letter.customArgs).map(([name, value]) => html`<dt>${name}</dt><dd>${JSON.stringify(value)}</dd>`)}
${Object.entries(letter.headers).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
</dl>
${
  letter.html !== null &&
  html`<h2>As a letter</h2>
<iframe title="The letter as a mail program shows it" src="/mailbox/${letter.id}/html"
sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}
${letter.text !== null && html`<h2>As plain text</h2><pre>${linked(letter.text)}</pre>`}`,
    "/mailbox/one",
  );
}

/**
 * The letter's own HTML, for the frame, with the headers that hold it: no
 * script, no form and nothing fetched, links open in a new tab. The policy
 * holds too when somebody opens the address by itself.
 */
export function letterDocument(letter: Letter): [html: string, headers: OutgoingHttpHeaders] {
  const policy = [
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ];
  return [
    `<!doctype html><base target="_blank">${letter.html ?? ""}`,
    {
      "content-security-policy": policy.join("; "),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
  ];
}
