import { completeCheckout } from "../acts/checking-out";
import { answerPayment, invoicePaymentOf } from "../acts/confirming";
import { keepCard } from "../acts/keeping-card";
import { markProven, spendProof } from "../acts/proving";
import { require } from "../acts/require";
import { answerSetup } from "../acts/setting-up";
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
    return redirect(doOnPage(parts, request.origin, (step) => answered(step, asked, answer === "complete")));
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    if (asked.id.startsWith("cs_")) return redirect(`/c/pay/${asked.id}?refused=card`);
    return donePage(error.message);
  }
}

/** What was asked about may have been canceled, expired or paid in the meantime. */
function isOpen({ world }: PageWorld, id: string): boolean {
  if (world.has("portal_sessions", id)) return true;
  const session = world.find("checkout_sessions", id);
  const intent = world.find("payment_intents", id) ?? world.find("setup_intents", id);
  return session ? session.status === "open" : intent?.status === "requires_action";
}

/** Does what was waiting, and says where its owner goes next. */
function answered(step: Step, asked: Challenge, passed: boolean): string {
  if (asked.id.startsWith("cs_")) return answerCheckout(step, asked, passed);
  if (asked.id.startsWith("bps_")) return answerPortal(step, asked, passed);
  const isSetup = asked.id.startsWith("seti_");
  const intent = isSetup ? answerSetup(step, asked.id, passed) : answerPayment(step, asked.id, passed);
  if (!asked.returnUrl) {
    const invoice = invoicePaymentOf(step, asked.id)?.invoice;
    return invoice ? `/i/${invoice}` : `/3ds/${asked.id}/done`;
  }
  const back = new URL(asked.returnUrl);
  const name = isSetup ? "setup_intent" : "payment_intent";
  back.searchParams.set(name, asked.id);
  back.searchParams.set(`${name}_client_secret`, intent.client_secret ?? "");
  back.searchParams.set("redirect_status", intent.status === "requires_payment_method" ? "failed" : "succeeded");
  return back.href;
}

function answerCheckout(step: Step, { id, method: card, email, name }: Challenge, passed: boolean): string {
  if (!passed) return `/c/pay/${id}?refused=authentication`;
  const method = step.world.find("payment_methods", card);
  markProven(step, card);
  const done = completeCheckout(step, id, { method, email, name });
  spendProof(step, card, { keeps: done.mode !== "payment" });
  step.world.remove("challenges", id);
  return successUrl(done);
}

function answerPortal(step: Step, { id, method }: Challenge, passed: boolean): string {
  step.world.remove("challenges", id);
  if (!passed) return `/p/session/${id}?view=card`;
  const { customer } = require(step, "portal_sessions", id);
  markProven(step, method);
  spendProof(step, method, { keeps: true });
  keepCard(step, customer, method);
  return `/p/session/${id}`;
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
  if (intent) return moneyText(intent.amount, intent.currency);
  const { amount_total: total, currency } = world.find("checkout_sessions", id) ?? {};
  return total && currency ? moneyText(total, currency) : null;
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
