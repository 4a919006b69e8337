import type { Answer } from "../http/listener";
import { resumeKey } from "../acts/pausing";
import { priceOf } from "../acts/pricing";
import { newestFirst } from "../http/paging";
import type { Customer, PaymentMethod, PortalSession, Subscription, SubscriptionItem } from "../store/wire";
import type { World } from "../store/world";
import { type CardErrors, cardFields, type CardFields } from "./card-form";
import { type Html, html } from "./html";
import { page } from "./layout";
import type { PageWorld } from "./page-step";
import { changeable, plannedChange } from "./portal-choice";
import { isPausable, isResumable } from "./portal-pause";
import { dateText, moneyText, priceText } from "./words";

const REASON_WORDS: { [reason: string]: string } = {
  customer_service: "Customer service was not what I hoped for",
  low_quality: "Quality was not what I hoped for",
  missing_features: "I miss features",
  other: "Another reason",
  switched_service: "I found something else",
  too_complex: "It is too complicated",
  too_expensive: "It costs too much",
  unused: "I do not use it enough",
};

export function homeView(parts: PageWorld, session: PortalSession): Answer {
  const { world } = parts;
  const customer = world.find("customers", session.customer);
  const subscriptions = newestFirst(world.where("subscriptions", "customer", session.customer)).filter(
    (s) => !["incomplete", "incomplete_expired"].includes(s.status),
  );
  const body = html`
${session.return_url ? html`<p class="small"><a href="${session.return_url}">← Return to ${new URL(session.return_url).host}</a></p>` : ""}
<h1>Billing</h1>
<p class="muted">${customer?.email ?? customer?.name ?? session.customer}</p>
<h2>Current plan</h2>
${subscriptions.length > 0 ? subscriptions.map((s) => plan(parts, session, s)) : html`<p>No plan yet.</p>`}
${rest(parts, session, customer)}`;
  return page(body, { title: "Billing" });
}

/** Cards and invoices, where the shop shows them. */
function rest(parts: PageWorld, session: PortalSession, customer: Customer | undefined): Html {
  const allowed = parts.world.find("portal_configurations", session.configuration)?.features;
  return html`
${allowed?.payment_method_update.enabled ? html`<h2>Payment methods</h2>${cards(parts, session, customer)}<p><a class="button" href="?view=card">Add payment method</a></p>` : ""}
${allowed?.invoice_history.enabled ? html`<h2>Invoices</h2>${invoices(parts, session)}` : ""}`;
}

/** Asks once more before cancelling; nothing if there is nothing of that kind to cancel. */
export function cancelView({ world }: PageWorld, session: PortalSession, id: string): Answer | undefined {
  const subscription = world.find("subscriptions", id);
  if (subscription?.customer !== session.customer || subscription.ended_at !== null) return undefined;
  const configuration = world.find("portal_configurations", session.configuration);
  const { mode, cancellation_reason: reasons } = configuration?.features.subscription_cancel ?? {};
  const until = dateText(periodEnd(subscription));
  const body = html`<h1>Cancel subscription</h1>
<p>${mode === "immediately" ? "It ends at once." : `You keep it until ${until}. After that nothing is charged. You can resume until then.`}</p>
<form method="post" action="/p/session/${session.id}">
<input type="hidden" name="action" value="cancel"><input type="hidden" name="subscription" value="${id}">
${reasons?.enabled ? reasonFields(reasons.options) : ""}
<div class="actions"><button class="main" type="submit">Cancel subscription</button><a href="/p/session/${session.id}">Keep it</a></div>
</form>`;
  return page(body, { title: "Cancel subscription" });
}

function reasonFields(options: string[]): Html {
  return html`<label for="reason">Why do you cancel? (optional)</label>
<select id="reason" name="reason"><option value="">I would rather not say</option>
${options.map((option) => html`<option value="${option}">${REASON_WORDS[option] ?? option}</option>`)}</select>
<label for="comment">Anything else? (optional)</label>
<textarea id="comment" name="comment" rows="3" maxlength="1000"></textarea>`;
}

type CardView = { fields: CardFields; errors: CardErrors; refusal: string | null };

export function cardView(session: PortalSession, { fields, errors, refusal }: CardView): Answer {
  const failed = Object.keys(errors).length > 0;
  const body = html`<h1>Add payment method</h1>
<p class="muted">It becomes the one everything is charged to.</p>
${refusal ? html`<div class="alert" role="alert"><strong>${refusal}</strong> Nothing was changed. Try another card.</div>` : ""}
<form method="post" action="/p/session/${session.id}" novalidate>
<input type="hidden" name="action" value="add_card">
${cardFields(fields, errors)}
<div class="actions"><button class="main" type="submit">Save card</button><a href="/p/session/${session.id}">Keep what there is</a></div>
</form>`;
  return page(body, { title: "Add payment method", status: refusal ? 402 : failed ? 400 : 200 });
}

function plan({ world }: PageWorld, session: PortalSession, subscription: Subscription): Html {
  const items = subscription.items.data;
  const name = items.map((item) => world.find("products", item.price.product)?.name ?? item.price.product).join(", ");
  const ends = subscription.cancel_at !== null;
  const mayCancel = world.find("portal_configurations", session.configuration)?.features.subscription_cancel.enabled;
  return html`<p><strong>${name}</strong> · ${items.map((item) => countedPrice(world, item)).join(" + ")}<br>
<span class="muted">${planState(world, subscription)}</span></p>
${planned(world, session, subscription)}
${changeable(world, session, subscription.id) ? html`<p><a class="button" href="?view=plans&amp;subscription=${subscription.id}">Change plan</a></p>` : ""}
${isPausable(world, session, subscription) ? html`<p><a class="button" href="?view=pause&amp;subscription=${subscription.id}">Pause subscription</a></p>` : ""}
${isResumable(world, session, subscription) ? button(session, "go_on", { subscription: subscription.id }, "Resume now", "main") : ""}
${subscription.ended_at === null && !ends && mayCancel ? html`<p><a class="button" href="?view=cancel&amp;subscription=${subscription.id}">Cancel subscription</a></p>` : ""}
${subscription.ended_at === null && ends ? button(session, "resume", { subscription: subscription.id }, "Resume subscription", "main") : ""}`;
}

function countedPrice(world: World, item: SubscriptionItem): string {
  const count = item.quantity ?? 1;
  return `${count > 1 ? `${count} × ` : ""}${priceText(priceOf({ world }, item))}`;
}

function planned(world: World, session: PortalSession, subscription: Subscription): Html {
  const change = plannedChange(world, subscription);
  if (!change) return html``;
  return html`<p>Changes to ${change.name} on ${dateText(change.at)}. ${button(session, "keep_plan", { subscription: subscription.id }, "Keep this plan", "plain")}</p>`;
}

function planState(world: World, subscription: Subscription): string {
  if (subscription.ended_at !== null) return `Ended on ${dateText(subscription.ended_at)}`;
  if (subscription.cancel_at !== null) return `Canceled: runs until ${dateText(subscription.cancel_at)}, then ends`;
  if (subscription.status === "paused") return pausedWords(world, subscription);
  if (subscription.status === "trialing")
    return `Free trial until ${dateText(subscription.trial_end ?? 0)}, then it renews`;
  if (subscription.status === "past_due") return "The last payment failed. Add a card that works.";
  return `Renews on ${dateText(periodEnd(subscription))}`;
}

function pausedWords(world: World, { id }: Subscription): string {
  const until = world.find("settings", resumeKey(id))?.value;
  return until === undefined ? "Paused: nothing is charged" : `Paused until ${dateText(until)}: nothing is charged`;
}

function periodEnd(subscription: Subscription): number {
  return Math.min(...subscription.items.data.map((item) => item.current_period_end));
}

function cards({ world }: PageWorld, session: PortalSession, customer: Customer | undefined): Html {
  const own = newestFirst(world.where("payment_methods", "customer", session.customer));
  if (own.length === 0) return html`<p>No card on file.</p>`;
  const charged = new Set([
    customer?.invoice_settings.default_payment_method,
    ...world.where("subscriptions", "customer", session.customer).map((s) => s.default_payment_method),
  ]);
  return html`<ul class="rows">${own.map((card) => cardRow(session, card, charged.has(card.id)))}</ul>`;
}

function cardRow(session: PortalSession, method: PaymentMethod, isDefault: boolean): Html {
  const { brand = "card", last4 = "", exp_month = 1, exp_year = 1970 } = method.card ?? {};
  const words = `${brand.charAt(0).toUpperCase()}${brand.slice(1)} ending in ${last4}`;
  const expiry = `${String(exp_month).padStart(2, "0")}/${String(exp_year).slice(-2)}`;
  return html`<li><span>${words} <span class="muted small">expires ${expiry}</span></span>
${isDefault ? html`<span class="small muted">Default</span>` : html`<span class="actions" style="margin:0">${button(session, "default_card", { card: method.id }, "Make default", "plain")}${button(session, "remove_card", { card: method.id }, "Remove", "plain")}</span>`}</li>`;
}

function invoices({ world }: PageWorld, session: PortalSession): Html {
  const own = newestFirst(world.where("invoices", "customer", session.customer)).filter(
    (invoice) => invoice.status !== "draft",
  );
  if (own.length === 0) return html`<p>No invoices yet.</p>`;
  return html`<ul class="rows">${own.map(
    (invoice) => html`<li><span>${dateText(invoice.created)} <span class="muted small">${invoice.status}</span></span>
<span>${moneyText(invoice.total, invoice.currency)} · <a href="/i/${invoice.id}">Invoice ${invoice.number}</a></span></li>`,
  )}</ul>`;
}

function button(
  session: PortalSession,
  action: string,
  fields: { [name: string]: string },
  text: string,
  kind: string,
): Html {
  return html`<form class="inline" method="post" action="/p/session/${session.id}"><input type="hidden" name="action" value="${action}">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="${kind}" type="submit">${text}</button></form>`;
}
