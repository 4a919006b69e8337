import { type Html, html } from "./html";
import type { Call, ModelState } from "./model-sandbox";
import { moment, renderPage } from "./page";
import { type Notice, noticeOf } from "./post";

const PACES = [2, 10, 60, 200, 2_000] as const;

/** The OpenAI sandbox: its pace, and what it was asked. What goes wrong with it is at /faults. */
export function modelPage(state: ModelState | undefined, notice?: Notice): string {
  return renderPage(
    "Model",
    html`<h1>The model</h1>
<p class="muted">How fast the OpenAI sandbox answers, and what it was asked. One prompt can set its own pace, with [[2 tokens/s]].${state && state.armed.length > 0 && html` <a href="/faults">${state.armed.length === 1 ? "A fault is" : `${state.armed.length} faults are`} on.</a>`}</p>
${noticeOf(notice)}
${state ? html`${paceSection(state)}${callsSection(state.calls)}` : AWAY}`,
    "/model",
  );
}

const AWAY = html`<p>No OpenAI sandbox answers. It does not run where the app uses a real provider.</p>
<p><a class="button" href="/model">Look again</a></p>`;

function paceSection({ pace }: ModelState): Html {
  const rates = [...new Set([...PACES, pace.tokensPerSecond].filter((rate) => rate > 0))].toSorted((a, b) => a - b);
  const option = (rate: number, label: string) =>
    rate === pace.tokensPerSecond
      ? html`<option value="${rate}" selected>${label}</option>`
      : html`<option value="${rate}">${label}</option>`;
  return html`<section aria-labelledby="pace"><h2 id="pace">Pace</h2>
<form class="find" method="post" action="/model/pace">
<label>Tokens a second<select name="tokensPerSecond">${rates.map((rate) => option(rate, String(rate)))}${option(0, "unlimited")}</select></label>
<label>First token after, in milliseconds<input type="number" name="ttftMs" value="${pace.ttftMs}" min="0" max="600000" required inputmode="numeric"></label>
<button class="button">Set</button>
</form></section>`;
}

function callsSection(calls: readonly Call[]): Html {
  return html`<section id="came-in" data-live aria-labelledby="calls"><h2 id="calls">Calls</h2>
${calls.length === 0 ? html`<p class="muted">None yet. Ask something in the app, and it appears here.</p>` : callsTable(calls)}
<p><a class="button quiet" href="/model">Show the newest</a></p></section>`;
}

function callsTable(calls: readonly Call[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="came"><table><caption id="came">The last ${calls.length}, the newest first. Of a prompt only its beginning is kept.</caption>
<thead><tr><th scope="col">When</th><th scope="col">Model</th><th scope="col">About</th><th scope="col">Tokens in</th><th scope="col">Tokens out</th><th scope="col">Status</th><th scope="col">Fault</th></tr></thead>
<tbody>${calls.map(callRow)}</tbody></table></div>`;
}

function callRow({ at, model, streamed, about, promptTokens, completionTokens, status, outcome, faults }: Call): Html {
  return html`<tr><td>${moment(at)}</td><td>${model ?? "none"}${streamed ? ", streamed" : ""}</td><td class="about">${about}</td>
<td>${promptTokens ?? "–"}</td><td>${completionTokens ?? "–"}</td><td>${status ?? "none"}, ${outcome}</td><td>${faults.join(", ") || "–"}</td></tr>`;
}
