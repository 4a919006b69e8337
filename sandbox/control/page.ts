import type { OutgoingHttpHeaders } from "node:http";
import { Html, html } from "./html";

/** Nothing runs on these pages, nothing is fetched from elsewhere, and nobody may frame them. */
export const PAGE_POLICY: OutgoingHttpHeaders = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** The one frame that every page has. */
export function renderPage(title: string, main: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Parley sandbox</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<a class="brand" href="/">Parley sandbox</a>
<nav aria-label="Sandbox"><a href="/">Overview</a><a href="/mailbox">Mailbox</a><a href="/model">Model</a></nav>
</header>
<main id="main">${main}</main>
<footer>Everything here is local. No mail leaves this machine, and no money moves.</footer>
</body>
</html>`.source;
}

export function missingPage(): string {
  return renderPage(
    "Not found",
    html`<h1>There is nothing here</h1>
<p class="muted">The letter may have been cleared since you opened the list.</p>
<p><a class="button" href="/mailbox">Go to the mailbox</a></p>`,
  );
}

/** A moment as people write it, with its exact value for machines. Local to the reader it can not be: no script runs. */
export function moment(iso: string): Html {
  const shown = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return html`<time datetime="${iso}">${shown.format(new Date(iso))} UTC</time>`;
}

const STYLE = `
:root{--surface:oklch(.985 .003 250);--raised:oklch(1 0 0);--line:oklch(.9 .006 250);--text:oklch(.24 .015 255);
--muted:oklch(.47 .018 255);--accent:oklch(.5 .15 255);--on-accent:oklch(.99 0 0)}
@media (prefers-color-scheme:dark){:root{--surface:oklch(.19 .008 255);--raised:oklch(.225 .009 255);
--line:oklch(.34 .012 255);--text:oklch(.94 .005 250);--muted:oklch(.74 .012 250);--accent:oklch(.76 .11 250);
--on-accent:oklch(.19 .02 255)}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--text);font:16px/1.6 system-ui,-apple-system,"Segoe UI",sans-serif;
font-variant-numeric:tabular-nums}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 20px}
header{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:center;min-height:64px;border-bottom:1px solid var(--line)}
.brand{font-weight:600;color:var(--text);text-decoration:none;margin-right:auto;white-space:nowrap}
nav{display:flex;flex-wrap:wrap;gap:4px}nav a{padding:8px 12px;color:var(--muted);text-decoration:none;border-radius:6px}
nav a:hover{color:var(--text);background:var(--line)}
main{padding-top:32px;padding-bottom:48px}footer{padding-bottom:32px;color:var(--muted);font-size:14px}
h1{font-size:28px;line-height:1.25;letter-spacing:-.015em;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:20px;line-height:1.3;margin:40px 0 12px}
p{margin:0 0 16px}.muted{color:var(--muted)}
a{color:var(--accent);text-underline-offset:3px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-9999px}.skip:focus{left:20px;top:8px;background:var(--raised);padding:8px 12px}
.rows{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
.rows li{border-bottom:1px solid var(--line)}
.rows a{display:grid;grid-template-columns:minmax(0,16rem) minmax(0,1fr) auto;gap:4px 20px;padding:12px 8px;
margin:0 -8px;color:inherit;text-decoration:none;border-radius:6px}
.rows a:hover{background:var(--raised)}.rows strong{font-weight:550;overflow-wrap:anywhere}
.rows .who,.rows time,.rows .what{color:var(--muted);overflow-wrap:anywhere}.rows time{font-size:14px;white-space:nowrap}
form.find{display:flex;flex-wrap:wrap;gap:12px;align-items:end;margin:24px 0}
label{display:grid;gap:4px;font-size:14px;color:var(--muted);flex:1 1 16rem}
input,select{font:inherit;color:var(--text);background:var(--raised);border:1px solid var(--muted);border-radius:6px;
padding:8px 12px;min-height:44px;width:100%}
.button{font:inherit;font-weight:550;display:inline-flex;align-items:center;min-height:44px;padding:0 16px;border:0;
border-radius:6px;background:var(--accent);color:var(--on-accent);text-decoration:none;cursor:pointer}
.quiet{background:none;color:var(--accent);border:1px solid var(--line)}
.notice{padding:12px 16px;border:1px solid var(--line);border-radius:10px;background:var(--raised)}
.problem{border-color:var(--text)}
.scroll{overflow-x:auto;margin:16px 0}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--muted);padding-bottom:8px}
th,td{text-align:left;font-weight:inherit;padding:8px 16px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
td time,td .button{white-space:nowrap}thead th{color:var(--muted);white-space:nowrap}.about{min-width:12rem;overflow-wrap:anywhere}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:4px 20px;margin:16px 0 24px}
dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:34rem;border:1px solid var(--line);border-radius:10px;background:oklch(1 0 0)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.6 ui-monospace,SFMono-Regular,Menlo,monospace;
background:var(--raised);border:1px solid var(--line);border-radius:10px;padding:20px;margin:0}
@media (max-width:40rem){.rows a{grid-template-columns:1fr}h1{font-size:24px}dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:8px}}
`;
