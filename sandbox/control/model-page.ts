import { type Html, html } from "./html";
import type { Call, ModelState } from "./model-sandbox";
import { moment, renderPage } from "./page";

/** What the last form did: a sentence, and whether it went wrong. */
export type Notice = { text: string; isProblem: boolean };

const PACES = [2, 10, 60, 200, 2_000] as const;

/** Steers the OpenAI sandbox: faults for calls to come, its pace, and what came. Forms and links, no script. */
export function modelPage(state: ModelState | undefined, notice?: Notice): string {
  return renderPage(
    "Model",
    html`<h1>The model</h1>
<p class="muted">What the OpenAI sandbox does next, and what it was asked. One prompt can do the same for itself, with a sentinel such as [sandbox:cut] or [[2 tokens/s]].</p>
${notice && html`<p class="${notice.isProblem ? "notice problem" : "notice"}" role="${notice.isProblem ? "alert" : "status"}">${notice.text}</p>`}
${state ? html`${faultsSection(state)}${paceSection(state)}${callsSection(state.calls)}` : AWAY}`,
  );
}

const AWAY = html`<p>No OpenAI sandbox answers. It does not run where the app uses a real provider.</p>
<p><a class="button" href="/model">Look again</a></p>`;

function faultsSection({ armed, faults, models }: ModelState): Html {
  return html`<section aria-labelledby="faults"><h2 id="faults">Faults</h2>
<form class="find" method="post" action="/model/faults">
<label>What goes wrong<select name="fault">${faults.map(({ name, does }) => html`<option value="${name}">${name}: ${does}</option>`)}</select></label>
<label>For the next calls<input type="number" name="count" value="1" min="1" max="1000000" required inputmode="numeric"></label>
<label>With the model<select name="model"><option value="">any</option>${models.map((name) => html`<option>${name}</option>`)}</select></label>
<button class="button">Arm</button>
</form>
${armed.length === 0 ? html`<p class="muted">Nothing is armed. Calls go well unless they ask for a fault themselves.</p>` : armedTable(armed)}
</section>`;
}

function armedTable(armed: ModelState["armed"]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="armed"><table><caption id="armed">Armed, the next first</caption>
<thead><tr><th scope="col">Fault</th><th scope="col">Model</th><th scope="col">Calls left</th><th scope="col"><span class="unseen">Take off</span></th></tr></thead>
<tbody>${armed.map(
    ({
      id,
      fault,
      model,
      remaining,
    }) => html`<tr><th scope="row">${fault}</th><td>${model ?? "any"}</td><td>${remaining}</td>
<td><form method="post" action="/model/faults/${id}/remove"><button class="button quiet" aria-label="Take off ${fault}">Take off</button></form></td></tr>`,
  )}</tbody></table></div>
<form method="post" action="/model/faults/clear"><button class="button quiet">Take all off</button></form>`;
}

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
  return html`<section aria-labelledby="calls"><h2 id="calls">Calls</h2>
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
