import type { Answer } from "../http/listener";
import { Html, html } from "./html";

type PageOptions = { title: string; status?: number; wide?: boolean };

/** A whole page, with the one line that must never be missing: no money moves here. */
export function page(body: Html, { title, status = 200, wide = false }: PageOptions): Answer {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header class="banner"><strong>Sandbox:</strong> no money moves.</header>
<main class="${wide ? "wide" : "narrow"}">
${body}
</main>
</body>
</html>`;
  return { status, headers: HEADERS, body: document.text };
}

export function redirect(location: string): Answer {
  return { status: 303, headers: { location, "cache-control": "no-store" }, body: "" };
}

export function notFoundPage(what: string): Answer {
  const body = html`<h1>${what} is not here</h1>
<p>It may belong to a world that was reset. Go back to where you came from and start again.</p>
<p><a href="/">See what this sandbox holds</a></p>`;
  return page(body, { title: "Not found", status: 404 });
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const STYLE = new Html(`
:root{color-scheme:light dark;--surface:oklch(98.5% .003 250);--raised:oklch(100% 0 0);--line:oklch(90% .006 250);--text:oklch(24% .015 250);--muted:oklch(48% .015 250);--accent:oklch(48% .16 262);--on-accent:oklch(99% 0 0);--good:oklch(45% .11 155);--warn:oklch(48% .11 70);--bad:oklch(50% .18 27)}
@media (prefers-color-scheme:dark){:root{--surface:oklch(19% .01 250);--raised:oklch(23% .012 250);--line:oklch(33% .014 250);--text:oklch(94% .005 250);--muted:oklch(73% .012 250);--accent:oklch(76% .11 262);--on-accent:oklch(18% .03 262);--good:oklch(78% .13 155);--warn:oklch(82% .12 80);--bad:oklch(75% .14 25)}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--text);font:16px/26px ui-sans-serif,system-ui,sans-serif;font-variant-numeric:tabular-nums}
.banner{margin:0;padding:8px 16px;text-align:center;font-size:14px;line-height:20px;border-bottom:1px solid var(--line);color:var(--muted)}
.banner strong{color:var(--text)}
main{margin:0 auto;padding:40px 16px 64px}
main.narrow{max-width:30rem}main.wide{max-width:60rem}
h1{font-size:28px;line-height:36px;font-weight:600;margin:0 0 8px;letter-spacing:-.01em}
h2{font-size:16px;line-height:24px;font-weight:600;margin:40px 0 8px}
p{margin:0 0 12px}.muted{color:var(--muted)}.small{font-size:14px;line-height:20px}
a{color:var(--accent);text-underline-offset:3px}
.amount .small{letter-spacing:0;font-weight:400}.amount{font-size:40px;line-height:48px;font-weight:600;letter-spacing:-.02em}
label{display:block;font-size:14px;line-height:20px;font-weight:500;margin:16px 0 4px}
input,select,textarea{width:100%;font:inherit;color:inherit;background:var(--raised);border:1px solid var(--muted);border-radius:6px;padding:8px 12px}
input[aria-invalid=true]{border-color:var(--bad)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
button,.button{display:inline-block;font:inherit;font-weight:500;text-decoration:none;cursor:pointer;border-radius:6px;padding:8px 16px;border:1px solid var(--line);background:var(--raised);color:var(--text)}
button.main{background:var(--accent);color:var(--on-accent);border-color:var(--accent)}
button.whole{width:100%;margin-top:24px;padding:12px 16px}
button.plain{border:0;background:none;padding:0;color:var(--accent);text-decoration:underline;text-underline-offset:3px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.error{color:var(--bad);font-size:14px;line-height:20px;margin:4px 0 0}
.alert{border-left:3px solid var(--bad);padding:4px 12px;margin:16px 0}
.notice{border-left:3px solid var(--warn);padding:4px 12px;margin:16px 0}
dl.lines{margin:24px 0;display:grid;grid-template-columns:1fr auto;gap:8px 0}dl.lines dt{padding-right:16px}
dl.lines dd{margin:0;text-align:right}dl.lines .total{font-weight:600;border-top:1px solid var(--line);padding-top:8px}
ul.rows{list-style:none;margin:0;padding:0}ul.rows>li{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;justify-content:space-between;padding:10px 0;border-top:1px solid var(--line)}
.actions{display:flex;flex-wrap:wrap;gap:12px;align-items:center;margin:16px 0}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px;line-height:20px}
th{text-align:left;font-weight:500;color:var(--muted)}th,td{padding:8px 16px 8px 0;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:top}td:last-child{white-space:normal;min-width:12rem}
code{font:14px/20px ui-monospace,monospace}.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
form.inline{display:inline}
`);
