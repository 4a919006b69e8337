import { type Html, html } from "../html";
import type { Field, Kind, Order, StripeFaults } from "./stripe-faults";
import { table } from "../table";

const GROUPS: readonly [about: string, heading: string][] = [
  ["request", "Requests to Stripe"],
  ["webhook", "Webhooks from Stripe"],
];
/** Used-up orders are only shown while they are news. */
const MOST_SPENT = 5;

/** Stripe's faults: what is on, and a form for each kind, made from what the sandbox says of it. */
export function stripePart(faults: StripeFaults | undefined): Html {
  return html`<section aria-labelledby="stripe"><h2 id="stripe">Stripe</h2>
${faults ? html`${ordersPart(faults)}${GROUPS.map(([about, heading]) => kindsPart(faults.kinds, about, heading))}` : html`<p class="muted">No Stripe sandbox with faults answers.</p>`}</section>`;
}

function ordersPart({ kinds, orders }: StripeFaults): Html {
  const isSpent = ({ left, holding = 0 }: Order) => left === 0 && holding === 0;
  const shown = [
    ...orders.filter((order) => !isSpent(order)),
    ...orders.filter(isSpent).slice(-MOST_SPENT).toReversed(),
  ];
  const title = (kind: string) => kinds.find((one) => one.kind === kind)?.title ?? kind;
  return html`<div id="stripe-on" data-live>${
    shown.length === 0
      ? html`<p class="muted">Nothing is on. Stripe answers, and webhooks arrive.</p>`
      : html`${table(
          "Stripe's faults that are on",
          ["What is on", "Where", { figures: "How often" }, { unseen: "Switch off" }],
          shown.map((order) => orderRow(order, title(order.kind))),
          { stacks: true },
        )}
<form method="post" action="/faults/stripe/clear" class="actions"><button class="button quiet">Switch all of Stripe's off</button></form>`
  }</div>`;
}

function orderRow(
  { id, route, events, customer, count, left, probability, card, holding = 0 }: Order,
  title: string,
): Html {
  return html`<tr><th scope="row">${title}${card && html`<br><span class="muted">by card ${card}</span>`}</th>
<td class="about">${wherePart(route, events)}${customer && html`<br><code>${customer}</code>`}${probability < 1 && html`<br><span class="muted">${probability} of the time</span>`}</td>
<td class="number">${left === 0 ? "used up" : `${left} of ${count} left`}${holding > 0 && html`<br><span class="muted">holds ${holding}</span>`}</td>
<td><form method="post" action="/faults/stripe/${id}/off"><button class="button quiet" aria-label="Switch off ${title}">Switch off</button></form></td></tr>`;
}

/** Which requests; or which events, and of which requests where not all are meant. */
function wherePart(route: string | null, events: string | null): Html {
  const after =
    route === null || route === "*" ? null : html`<br><span class="muted">after</span> <code>${route}</code>`;
  return events === null ? html`<code>${route ?? "*"}</code>` : html`<code>${events}</code>${after}`;
}

function kindsPart(kinds: Kind[], about: string, heading: string): Html {
  return html`<h3>${heading}</h3>${kinds.filter((kind) => kind.about === about).map(kindPart)}`;
}

function kindPart({ kind, title, does, fields }: Kind): Html {
  return html`<details name="stripe-kind"><summary><strong>${title}</strong></summary><form method="post" action="/faults/stripe"><p class="muted">${does}</p>
<input type="hidden" name="kind" value="${kind}"><div class="fields">${fields.filter(isUsual).map((field) => fieldPart(kind, field))}</div>
<details><summary>Whose, and how likely</summary><div class="fields">${fields.filter((field) => !isUsual(field)).map((field) => fieldPart(kind, field))}</div></details><button class="button">Switch on</button></form></details>`;
}

/** What most orders say; the rest is put away. */
function isUsual({ name }: Field): boolean {
  return !["customer", "probability", "seed"].includes(name);
}

function fieldPart(kind: string, field: Field): Html {
  const { name, label, help: hint } = field;
  const id = `${kind}-${name}`;
  const help = hint === undefined ? null : html`<p class="muted small" id="${id}-help">${hint}</p>`;
  if (field.type === "boolean") {
    return html`<div><label class="tick" for="${id}"><input type="checkbox" id="${id}" name="${name}" value="true"${field.default === true && html` checked`}${described(id, hint)}>${label}</label>${help}</div>`;
  }
  return html`<div><label for="${id}">${label}</label>${control(id, field, hint)}${help}</div>`;
}

function control(id: string, field: Field, hint: string | undefined): Html {
  const { name, type, choices = [], min, max } = field;
  const value = field.default === null ? "" : String(field.default);
  if (type === "choice") {
    const option = (choice: string) =>
      choice === value ? html`<option selected>${choice}</option>` : html`<option>${choice}</option>`;
    return html`<select id="${id}" name="${name}"${described(id, hint)}>${choices.map(option)}</select>`;
  }
  if (type !== "integer" && type !== "number") {
    return html`<input id="${id}" name="${name}" value="${value}" autocomplete="off" spellcheck="false"${described(id, hint)}>`;
  }
  return html`<input id="${id}" name="${name}" type="number" value="${value}" step="${type === "integer" ? "1" : "any"}"${min !== undefined && html` min="${min}"`}${max !== undefined && html` max="${max}"`} required${described(id, hint)}>`;
}

const described = (id: string, hint: string | undefined) => hint !== undefined && html` aria-describedby="${id}-help"`;
