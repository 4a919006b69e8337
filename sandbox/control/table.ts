import { type Html, html } from "./html";

/** A column's heading: plain, over figures, or only for those who do not see the page. */
export type Head = string | { figures: string } | { unseen: string };

/**
 * A table that scrolls in its own place where the page is narrow, or whose rows `stack` there: for cells that say what
 * they are without their heading. `label` tells it from the section around it.
 */
export function table(label: string, heads: readonly Head[], rows: readonly Html[], { stacks = false } = {}): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table${stacks && html` class="stacks"`}>
<thead><tr>${heads.map(headCell)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function headCell(head: Head): Html {
  if (typeof head === "string") return html`<th scope="col">${head}</th>`;
  if ("figures" in head) return html`<th scope="col" class="number">${head.figures}</th>`;
  return html`<th scope="col"><span class="unseen">${head.unseen}</span></th>`;
}

/** A cell that has nothing to show; where rows stack it is not there at all. */
export const NONE = html`<td class="none">–</td>`;
export const NO_FIGURE = html`<td class="none number">–</td>`;
