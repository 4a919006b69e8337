import { askedOf } from "../acts/checkout-orders";
import { withCheckoutDiscounts } from "../acts/checkout-lines";
import { StripeFailure } from "../http/failures";
import type { Step } from "../store/step";
import type { CheckoutSession } from "../store/wire";
import { type Html, html } from "./html";
import type { PageWorld } from "./page-step";
import { moneyText } from "./words";

type CodeProblem = { code: string; error: string } | null;

/** Puts the code somebody typed on the session, or takes it off where he left the field empty. Throws 400 for one that is no good. */
export function applyCode(step: Step, session: CheckoutSession, text: string): void {
  const typed = text.trim().toLowerCase();
  const code = step.world.all("promotion_codes").find((each) => each.active && each.code.toLowerCase() === typed);
  if (typed !== "" && !code)
    throw new StripeFailure(400, { message: "This code is invalid.", type: "invalid_request_error" });
  withCheckoutDiscounts(step, session, code ? [{ promotion_code: code.id }] : []);
}

/** A form of its own, above the one for the card: where the session takes codes, or has a discount to show. */
export function promotionForm(parts: PageWorld, session: CheckoutSession, problem: CodeProblem): Html {
  const held = heldWords(parts, session);
  if (!session.allow_promotion_codes) return held ? html`<p>${held}</p>` : html``;
  return held ? letGoForm(held) : codeForm(problem);
}

/** What the session's discount is called and takes off; nothing where it has none. */
function heldWords({ world }: PageWorld, session: CheckoutSession): string | undefined {
  const [held] = askedOf(session);
  if (!held) return undefined;
  const code = world.find("promotion_codes", held.promotion_code ?? "");
  const name = code?.code ?? world.find("coupons", held.coupon ?? "")?.name ?? held.coupon ?? "";
  return `Discount: ${name}${sumWords(session)}`;
}

function sumWords({ total_details, currency }: CheckoutSession): string {
  const off = total_details?.amount_discount ?? 0;
  return off > 0 ? ` (−${moneyText(off, currency ?? "usd")})` : "";
}

function letGoForm(words: string): Html {
  return html`<form method="post"><input type="hidden" name="action" value="promotion"><input type="hidden" name="promotion" value=""><p>${words} <button class="plain" type="submit">Remove code</button></p></form>`;
}

function codeForm(problem: CodeProblem): Html {
  const marks = problem ? html` aria-invalid="true" aria-describedby="promotion-error"` : "";
  return html`<form method="post"><input type="hidden" name="action" value="promotion">
<label for="promotion">Promotion code</label>
<div class="actions" style="margin:0"><input id="promotion" name="promotion" value="${problem?.code ?? ""}" autocomplete="off" style="flex:1;width:auto"${marks}><button type="submit">Apply</button></div>
${problem ? html`<p class="error" id="promotion-error" role="alert">${problem.error}</p>` : ""}</form>`;
}
