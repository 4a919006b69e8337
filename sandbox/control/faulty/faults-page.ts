import type { FaultOrder } from "../faults";
import { html } from "../html";
import type { ModelState } from "../model-sandbox";
import { renderPage } from "../page";
import { type Notice, noticeOf } from "../post";
import { mailPart } from "./mail-part";
import { modelPart } from "./model-part";
import type { StripeFaults } from "./stripe-faults";
import { stripePart } from "./stripe-part";

export type AllFaults = { stripe: StripeFaults | undefined; model: ModelState | undefined; mail: FaultOrder[] };

/** Everything that can be made to go wrong, side by side. */
export function faultsPage({ stripe, model, mail }: AllFaults, notice?: Notice): string {
  return renderPage(
    "Faults",
    html`<h1>Faults</h1>
<p class="muted">What goes wrong next, on purpose: so many times, and then all is well again.</p>
${noticeOf(notice)}
<div class="columns">${stripePart(stripe)}<div>${modelPart(model)}${mailPart(mail)}</div></div>`,
    "/faults",
  );
}
