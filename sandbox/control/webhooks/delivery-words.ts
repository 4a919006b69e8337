import { type Html, html } from "../html";
import type { Attempt, DeliveryRow } from "../world/shapes";
import { badge } from "../world/words";

/** How a delivery stands, in words and with a mark. */
export function stateBadge({ state, tries, last }: Pick<DeliveryRow, "state" | "tries" | "last">): Html {
  if (state === "delivered") return badge(tries > 1 ? `delivered at try ${tries}` : "delivered", "good");
  const stands = state === "failed" ? badge("given up", "bad") : badge("waiting", "warn");
  if (!last) return stands;
  return html`${stands} <span class="muted small">${tries === 1 ? "after a try" : `after ${tries} tries`}: ${outcomeText(last)}</span>`;
}

/** What came of one try. */
export function outcomeText({ status, error }: Pick<Attempt, "status" | "error">): string {
  return error ?? (status === null ? "no answer" : `answered ${status}`);
}
