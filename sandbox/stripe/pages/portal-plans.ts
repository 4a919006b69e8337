import { changeSubscription } from "../acts/changing";
import { deferChange } from "../acts/deferring";
import { previewInvoice } from "../acts/previewing";
import { releaseSchedule } from "../acts/scheduling";
import { StripeFailure } from "../http/failures";
import type { Answer, PageRequest } from "../http/listener";
import { netOf } from "../objects/invoice";
import { startStep, type Step } from "../store/step";
import type { Invoice, PortalSession, Price, SubscriptionItem } from "../store/wire";
import type { World } from "../store/world";
import { type Html, html } from "./html";
import { page, redirect } from "./layout";
import { doOnPage, type PageWorld } from "./page-step";
import {
  type Choice,
  changeable,
  featureOf,
  isPutOff,
  previewedAt,
  pricesOf,
  readChoice,
  updateOf,
} from "./portal-choice";
import { dateText, moneyText, priceText } from "./words";

/** The plans one may change to; nothing where there is nothing to change. */
export function plansView(
  { world }: PageWorld,
  session: PortalSession,
  id: string,
  error?: string,
): Answer | undefined {
  const subscription = changeable(world, session, id);
  const feature = featureOf(world, session);
  const item = subscription?.items.data[0];
  if (!subscription || !feature || !item) return undefined;
  const body = html`<h1>Change plan</h1>
<p class="muted">You see what it costs before anything changes.</p>
${error ? html`<div class="alert" role="alert">${error}</div>` : ""}
<form method="get" action="/p/session/${session.id}">
<input type="hidden" name="view" value="preview"><input type="hidden" name="subscription" value="${id}">
${planChoices(world, pricesOf(world, feature, subscription.currency), item.price.id)}
${quantityField(feature, item)}
${feature.default_allowed_updates.includes("promotion_code") ? html`<label for="code">Promotion code (optional)</label><input id="code" name="code" autocomplete="off">` : ""}
<div class="actions"><button class="main" type="submit">Continue</button><a href="/p/session/${session.id}">Keep what there is</a></div>
</form>`;
  return page(body, { title: "Change plan", status: error ? 400 : 200 });
}

function planChoices(world: World, prices: Price[], current: string): Html {
  if (prices.length === 0) return html``;
  const nameOf = (price: Price) => world.find("products", price.product)?.name ?? price.product;
  return html`<fieldset style="border:0;padding:0;margin:0"><legend><strong>Plan</strong></legend>${prices.map((price) => planChoice(price, nameOf(price), price.id === current))}</fieldset>`;
}

/** Shown where any of the plans lets one say how many; what that plan allows is checked when it is chosen. */
function quantityField(feature: Choice["feature"], { quantity }: SubscriptionItem): Html {
  const adjusts = feature.products?.some((each) => each.adjustable_quantity.enabled);
  if (!adjusts || !feature.default_allowed_updates.includes("quantity")) return html``;
  return html`<label for="quantity">Quantity</label><input id="quantity" name="quantity" type="number" min="1" value="${quantity ?? 1}">`;
}

/** What a choice costs, now and from then on, to be confirmed. */
export function previewView(parts: PageWorld, session: PortalSession, form: URLSearchParams): Answer | undefined {
  try {
    return quoteView(parts, session, { form, notice: "" });
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return plansView(parts, session, form.get("subscription") ?? "", error.message);
  }
}

/** Makes the change that was confirmed. One that would now cost something else is shown again instead. */
export function confirmChange(parts: PageWorld, request: PageRequest, session: PortalSession): Answer {
  const form = new URLSearchParams(request.body);
  const choice = readChoice(parts.world, session, form);
  const now = Math.floor(parts.clock.nowMs() / 1000);
  const at = previewedAt(form, choice, now);
  const quote = quoteFor(startStep(parts.world, now, { origin: request.origin }), choice, at);
  if (String(quote.total) !== form.get("total")) {
    return quoteView(parts, session, {
      form,
      notice: "The price has changed since you looked. This is what it is now.",
    });
  }
  doOnPage(parts, request, (step) => {
    dropPlanned(step, choice);
    if (isPutOff(parts.world, choice)) return deferChange(step, choice.subscription.id, choice);
    const change = { ...updateOf(choice, at), payment_behavior: "error_if_incomplete" } as const;
    changeSubscription(step, change, choice.subscription.id);
  });
  return redirect(`/p/session/${session.id}`);
}

/** Whoever chooses anew no longer waits for what he chose before. */
function dropPlanned(step: Step, { subscription }: Choice): void {
  if (subscription.schedule !== null) releaseSchedule(step, subscription.schedule);
}

function quoteFor(step: Step, choice: Choice, at: number): Invoice {
  const { discounts, payment_behavior: _how, ...details } = updateOf(choice, at);
  const subscription = choice.subscription.id;
  return step.world.rehearse(() => {
    dropPlanned(step, choice);
    if (isPutOff(step.world, choice)) {
      deferChange(step, subscription, choice);
      return previewInvoice(step, { subscription });
    }
    return previewInvoice(step, { subscription, subscription_details: details, ...(discounts ? { discounts } : {}) });
  });
}

function quoteView(
  parts: PageWorld,
  session: PortalSession,
  { form, notice }: { form: URLSearchParams; notice: string },
): Answer {
  const choice = readChoice(parts.world, session, form);
  const now = Math.floor(parts.clock.nowMs() / 1000);
  const quote = quoteFor(startStep(parts.world, now, { origin: "" }), choice, now);
  const { price, quantity, subscription } = choice;
  const name = parts.world.find("products", price.product)?.name ?? price.product;
  const hidden = {
    action: "change",
    subscription: subscription.id,
    price: price.id,
    quantity,
    code: form.get("code") ?? "",
    at: now,
    total: quote.total,
  };
  const body = html`<h1>Change to ${name}</h1>
<p>${quantity > 1 ? `${quantity} × ` : ""}${priceText(price)}</p>
${notice ? html`<div class="notice" role="status">${notice}</div>` : ""}
${quoteTable(quote, now)}
<form method="post" action="/p/session/${session.id}">
${Object.entries(hidden).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}
<div class="actions"><button class="main" type="submit">Confirm change</button><a href="?view=plans&amp;subscription=${subscription.id}">Choose another</a><a href="/p/session/${session.id}">Keep what there is</a></div>
</form>`;
  return page(body, { title: `Change to ${name}` });
}

function quoteTable(quote: Invoice, now: number): Html {
  const money = (amount: number) => moneyText(amount, quote.currency);
  const isNow = quote.created <= now;
  const left = quote.total + quote.starting_balance;
  return html`<p class="amount">${money(isNow ? quote.amount_due : 0)}<span class="muted small"> due today</span></p>
<h2>${isNow ? "Your invoice today" : `Your next invoice, on ${dateText(quote.created)}`}</h2>
<dl class="lines">${quote.lines.data.map((line) => html`<dt>${line.description}</dt><dd>${money(netOf(line))}</dd>`)}
${quote.starting_balance === 0 ? "" : html`<dt>Credit you have</dt><dd>${money(quote.starting_balance)}</dd>`}
<dt class="total">${isNow ? "Due today" : `Due on ${dateText(quote.created)}`}</dt><dd class="total">${money(quote.amount_due)}</dd></dl>
${left < 0 ? html`<p>${money(-left)} of credit stays for coming invoices.</p>` : ""}`;
}

function planChoice(price: Price, name: string, isCurrent: boolean): Html {
  const checked = isCurrent ? html` checked` : "";
  return html`<label style="display:flex;gap:12px;align-items:baseline"><input type="radio" name="price" value="${price.id}" style="width:auto"${checked}><span>${name} <span class="muted">${priceText(price)}${isCurrent ? " · your plan now" : ""}</span></span></label>`;
}
