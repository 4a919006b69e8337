import { type Html, html } from "../html";
import type { ModelState } from "../model-sandbox";
import { table } from "../table";

/** The model's faults: for calls to come, of any model or one. */
export function modelPart(state: ModelState | undefined): Html {
  return html`<section aria-labelledby="model"><h2 id="model">Model</h2>
${state ? html`${armedPart(state)}${orderForm(state)}` : html`<p class="muted">No OpenAI sandbox answers.</p>`}</section>`;
}

function orderForm({ faults, models }: ModelState): Html {
  return html`<form class="find" method="post" action="/faults/model">
<label class="whole">What goes wrong<select name="fault">${faults.map(({ name, does }) => html`<option value="${name}">${name}: ${does}</option>`)}</select></label>
<label>For the next calls<input type="number" name="count" value="1" min="1" max="1000000" required inputmode="numeric"></label>
<label>With the model<select name="model"><option value="">any</option>${models.map((name) => html`<option>${name}</option>`)}</select></label>
<button class="button">Switch on</button>
</form>`;
}

function armedPart({ armed }: ModelState): Html {
  return html`<div id="model-on" data-live>${
    armed.length === 0
      ? html`<p class="muted">Nothing is on. Calls go well unless a prompt asks for a fault itself, with a sentinel such as [sandbox:cut].</p>`
      : html`${table(
          "The model's faults that are on",
          ["What is on", "Model", { figures: "Calls" }, { unseen: "Switch off" }],
          armed.map(
            ({ id, fault, model, remaining }) =>
              html`<tr><th scope="row">${fault}</th><td>${model ?? "any"}</td><td class="number">${remaining} left</td>
<td><form method="post" action="/faults/model/${id}/off"><button class="button quiet" aria-label="Switch off ${fault}">Switch off</button></form></td></tr>`,
          ),
          { stacks: true },
        )}
<form method="post" action="/faults/model/clear" class="actions"><button class="button quiet">Switch all of the model's off</button></form>`
  }</div>`;
}
