import { checkoutLineItems } from "../acts/checkout-lines";
import { payCheckout } from "../acts/checking-out";
import { trialEndOf } from "../acts/checkout-orders";
import { inCurrency } from "../acts/pricing";
import { challengeUrl } from "../acts/proving";
import { StripeFailure } from "../http/failures";
import type { Answer, PageRequest } from "../http/listener";
import { startStep } from "../store/step";
import type { CheckoutSession, LineItem } from "../store/wire";
import {
  type CardErrors,
  cardFields,
  type CardFields,
  cardFromFields,
  checkCard,
  input,
  NO_CARD,
  readCardFields,
} from "./card-form";
import { type Html, html } from "./html";
import { notFoundPage, page, redirect } from "./layout";
import { doOnPage, type PageWorld } from "./page-step";
import { applyCode, promotionForm } from "./promotion-form";
import { dateText, moneyText, priceText } from "./words";

type Shown = {
  fields: CardFields;
  errors: CardErrors;
  refusal: string | null;
  code?: { code: string; error: string };
};
const FRESH: Shown = { fields: NO_CARD, errors: {}, refusal: null };

/** The hosted page of one session: shows what is sold, takes a card, and goes back to the shop. */
export function checkoutPage(parts: PageWorld, request: PageRequest, id: string): Answer {
  const session = parts.world.find("checkout_sessions", id);
  if (!session) return notFoundPage("This checkout");
  if (session.status === "complete") return redirect(successUrl(session));
  if (session.status !== "open") return expiredPage(session);
  if (request.method !== "POST") return form(parts, session, { ...FRESH, refusal: refusalIn(request) });
  const fields = new URLSearchParams(request.body);
  if (fields.get("action") === "promotion") return submitCode(parts, request, session);
  return submit(parts, request, session);
}

function submitCode(parts: PageWorld, request: PageRequest, session: CheckoutSession): Answer {
  const code = new URLSearchParams(request.body).get("promotion") ?? "";
  if (!session.allow_promotion_codes) return form(parts, session, FRESH);
  try {
    doOnPage(parts, request, (step) => applyCode(step, session, code));
    return redirect(`/c/pay/${session.id}`);
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return form(parts, session, { ...FRESH, code: { code, error: error.message } });
  }
}

function submit(parts: PageWorld, request: PageRequest, session: CheckoutSession): Answer {
  const fields = readCardFields(new URLSearchParams(request.body));
  const skipsCard = isFree(session) && fields.number === "";
  const errors = skipsCard ? {} : checkCard(fields, Math.floor(parts.clock.nowMs() / 1000));
  if (needsEmail(session) && !/^\S+@\S+\.\S+$/.test(fields.email)) errors.email = "Enter an email address.";
  if (Object.keys(errors).length > 0) return form(parts, session, { fields, errors, refusal: null });
  try {
    const outcome = doOnPage(parts, request, (step) => {
      const method = skipsCard ? undefined : cardFromFields(step, fields);
      return payCheckout(step, session.id, { method, email: fields.email || null, name: fields.name || null });
    });
    if (outcome.kind === "complete") return redirect(successUrl(outcome.session));
    if (outcome.kind === "needs_action") return redirect(challengeUrl("", outcome.intent.id));
    return form(parts, session, { fields, errors: {}, refusal: outcome.decline.message });
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return form(parts, session, { fields, errors: {}, refusal: error.message });
  }
}

/** Whether it can be had without a card. */
function isFree({ payment_method_collection: collects, mode, amount_total }: CheckoutSession): boolean {
  return collects === "if_required" && mode === "subscription" && amount_total === 0;
}

/** Why the card was of no use, when its owner comes back from his bank. */
function refusalIn({ query }: PageRequest): string | null {
  const refused = new URLSearchParams(query).get("refused");
  if (refused === "authentication") return "Your bank could not confirm that it was you.";
  return refused === null ? null : "Your card was declined.";
}

function form(parts: PageWorld, session: CheckoutSession, { fields, errors, refusal, code }: Shown): Answer {
  const failed = refusal !== null || code !== undefined || Object.keys(errors).length > 0;
  const body = html`
${session.cancel_url ? html`<p class="small"><a href="${session.cancel_url}">← Back</a></p>` : ""}
${summary(parts, session)}
${refusal ? html`<div class="alert" role="alert"><strong>${refusal}</strong> Nothing was charged. Try another card.</div>` : ""}
${promotionForm(parts, session, code ?? null)}
<form method="post" novalidate>
${emailField(parts, session, fields, errors)}
${cardFields(fields, errors)}
<button class="main whole" type="submit">${buttonText(parts, session)}</button>
</form>
<p class="small muted" style="margin-top:16px">Test cards: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined, 4000 0027 6000 3184 asks for its owner. Any future expiry and any CVC will do.</p>`;
  return page(body, { title: failed ? "Check your details" : "Checkout", status: refusal ? 402 : failed ? 400 : 200 });
}

function summary(parts: PageWorld, session: CheckoutSession): Html {
  if (session.mode === "setup") return html`<h1>Save a card</h1><p class="muted">Nothing is charged now.</p>`;
  const now = Math.floor(parts.clock.nowMs() / 1000);
  const lines = checkoutLineItems(startStep(parts.world, now, { origin: "" }), session.id);
  const order = parts.world.find("checkout_orders", session.id);
  const trialEnd = order ? trialEndOf(order, now) : null;
  const currency = session.currency ?? "usd";
  const heading = session.mode === "subscription" ? "Subscribe to" : "Pay for";
  return html`<h1>${heading} ${whatIsSold(lines)}</h1>
<p class="amount">${moneyText(session.amount_total ?? 0, currency)}<span class="muted small"> due today</span></p>
${
  trialEnd === null
    ? ""
    : html`<p>${trialWords(order?.trialPeriodDays ?? null, trialEnd)}, then ${lines
        .filter((line) => line.price.recurring)
        .map((line) => priceText(inCurrency(parts, line.price, currency)))
        .join(" and ")}. Cancel before then and you pay nothing.</p>`
}
<dl class="lines">${lines.map((line) => lineRow(parts, line))}
<dt class="total">Due today</dt><dd class="total">${moneyText(session.amount_total ?? 0, currency)}</dd></dl>`;
}

/** A subscription goes by what it renews; all else is on the list below. */
function whatIsSold(lines: LineItem[]): string {
  const renewed = lines.filter(({ price }) => price.recurring?.usage_type === "licensed");
  const [first, ...others] = renewed.length > 0 ? renewed : lines;
  if (others.length < 2) return [first, ...others].map((line) => line?.description ?? "").join(" and ");
  return `${first?.description ?? ""} and ${others.length} more`;
}

function lineRow(parts: PageWorld, line: LineItem): Html {
  const count = (line.quantity ?? 1) > 1 ? ` × ${line.quantity}` : "";
  return html`<dt>${line.description}${count}<br><span class="muted small">${priceText(inCurrency(parts, line.price, line.currency))}</span></dt><dd>${moneyText(line.amount_total, line.currency)}</dd>`;
}

function trialWords(days: number | null, end: number): string {
  return days === null
    ? `Free until ${dateText(end)}`
    : `${days} ${days === 1 ? "day" : "days"} free, until ${dateText(end)}`;
}

function emailField(parts: PageWorld, session: CheckoutSession, fields: CardFields, errors: CardErrors): Html {
  if (needsEmail(session)) {
    return input({
      name: "email",
      label: "Email",
      value: fields.email,
      error: errors.email,
      more: 'type="email" autocomplete="email"',
    });
  }
  const email = session.customer_email ?? parts.world.find("customers", session.customer ?? "")?.email;
  return email ? html`<p class="small muted">Email<br><span style="color:var(--text)">${email}</span></p>` : html``;
}

function needsEmail(session: CheckoutSession): boolean {
  return session.customer === null && session.customer_email === null;
}

function buttonText(parts: PageWorld, session: CheckoutSession): string {
  if (session.mode === "setup") return "Save card";
  if (session.mode === "payment") return "Pay";
  const order = parts.world.find("checkout_orders", session.id);
  return order && trialEndOf(order, 0) !== null ? "Start trial" : "Subscribe";
}

export function successUrl(session: CheckoutSession): string {
  return (session.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function expiredPage(session: CheckoutSession): Answer {
  const body = html`<h1>This checkout has expired</h1>
<p>Nothing was charged. Start again from where you came.</p>
${session.cancel_url ? html`<p><a class="button" href="${session.cancel_url}">Go back</a></p>` : ""}`;
  return page(body, { title: "Expired", status: 410 });
}
