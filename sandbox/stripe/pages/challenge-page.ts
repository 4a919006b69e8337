import { answerCheckout } from "../acts/checking-out";
import { sessionTrying } from "../acts/checkout-orders";
import { answerIntent, invoicePaymentOf } from "../acts/confirming";
import { makeDefault } from "../acts/keeping-card";
import { require } from "../acts/require";
import { StripeFailure } from "../http/failures";
import type { Answer, PageRequest } from "../http/listener";
import type { Step } from "../store/step";
import type { Challenge } from "../store/wire";
import { successUrl } from "./checkout-page";
import { html } from "./html";
import { page, redirect } from "./layout";
import { doOnPage, type PageWorld } from "./page-step";
import { moneyText } from "./words";

/** The bank's page that asks a card's owner who he is. Here he says himself whether he proved it. */
export function challengePage(parts: PageWorld, request: PageRequest, id: string): Answer {
  const asked = parts.world.find("challenges", id);
  if (!asked || !isOpen(parts, id)) return overPage();
  if (request.method !== "POST") return form(parts, asked);
  const answer = new URLSearchParams(request.body).get("answer");
  if (answer !== "complete" && answer !== "fail") return form(parts, asked);
  try {
    return redirect(doOnPage(parts, request, (step) => answered(step, asked, answer === "complete")));
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return donePage(error.message);
  }
}

/** What was asked about may have been canceled, expired or paid in the meantime. */
function isOpen({ world }: PageWorld, id: string): boolean {
  const intent = world.find("payment_intents", id) ?? world.find("setup_intents", id);
  return intent?.status === "requires_action";
}

/** Does what was waiting, and says where its owner goes next. */
function answered(step: Step, asked: Challenge, passed: boolean): string {
  if (asked.portal) return answerPortal(step, { id: asked.id, portal: asked.portal, passed });
  const session = sessionTrying(step, asked.id);
  if (session) return afterCheckout(answerCheckout(step, session.id, { intent: asked.id, passed }), session.id);
  const intent = answerIntent(step, asked.id, passed);
  if (!asked.returnUrl) {
    const invoice = invoicePaymentOf(step, asked.id)?.invoice;
    return invoice ? `/i/${invoice}` : `/3ds/${asked.id}/done`;
  }
  const back = new URL(asked.returnUrl);
  const name = intent.object;
  back.searchParams.set(name, asked.id);
  back.searchParams.set(`${name}_client_secret`, intent.client_secret ?? "");
  back.searchParams.set("redirect_status", intent.status === "requires_payment_method" ? "failed" : "succeeded");
  return back.href;
}

/** Where somebody goes from his bank who came there from a checkout page. */
function afterCheckout(outcome: ReturnType<typeof answerCheckout>, session: string): string {
  if (outcome.kind === "complete") return successUrl(outcome.session);
  return `/c/pay/${session}?refused=${outcome.kind === "refused" ? "authentication" : "card"}`;
}

function answerPortal(step: Step, { id, portal, passed }: { id: string; portal: string; passed: boolean }): string {
  const { customer } = require(step, "portal_sessions", portal);
  const { status, payment_method: card } = answerIntent(step, id, passed);
  if (status !== "succeeded") return `/p/session/${portal}?view=card&refused=${passed ? "card" : "authentication"}`;
  makeDefault(step, customer, String(card));
  return `/p/session/${portal}`;
}

function form({ world }: PageWorld, { id, method }: Challenge): Answer {
  const last4 = world.find("payment_methods", method)?.card?.last4;
  const money = moneyAsked(world, id);
  const body = html`<h1>Confirm that it is you</h1>
<p>Your bank wants to know whether ${money ? html`this payment of <strong>${money}</strong>` : "keeping this card"} is yours.${last4 ? html` Card ending in ${last4}.` : ""}</p>
<p class="muted">This stands for the page of a bank (3D Secure). Choose how it goes.</p>
<form method="post" class="actions">
<button class="main" type="submit" name="answer" value="complete">Complete</button>
<button type="submit" name="answer" value="fail">Fail</button>
</form>`;
  return page(body, { title: "Confirm that it is you" });
}

/** What is to be paid; null where a card is only kept. */
function moneyAsked(world: PageWorld["world"], id: string): string | null {
  const intent = world.find("payment_intents", id);
  return intent ? moneyText(intent.amount, intent.currency) : null;
}

export function challengeDonePage(): Answer {
  return donePage("Your bank has given its answer. You can close this page.");
}

function donePage(text: string): Answer {
  return page(html`<h1>Thank you</h1><p role="status">${text}</p>`, { title: "Done" });
}

function overPage(): Answer {
  const body = html`<h1>There is nothing to confirm</h1><p>It was confirmed, canceled or has expired. Go back to where you came from.</p>`;
  return page(body, { title: "Nothing to confirm", status: 404 });
}
