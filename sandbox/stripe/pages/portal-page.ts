import { changeSubscription } from "../acts/changing";
import { onClockOf } from "../acts/clock-of";
import { keepPortalCard, makeDefault } from "../acts/keeping-card";
import { challengeUrl } from "../acts/proving";
import { releaseSchedule } from "../acts/scheduling";
import { endSubscription } from "../acts/subscription-status";
import { StripeFailure } from "../http/failures";
import type { Answer, PageRequest } from "../http/listener";
import { detach } from "../routes/payment-methods";
import type { Step } from "../store/step";
import type { PortalSession } from "../store/wire";
import { cardFromFields, checkCard, NO_CARD, readCardFields } from "./card-form";
import { html } from "./html";
import { notFoundPage, page, redirect } from "./layout";
import { doOnPage, type PageWorld } from "./page-step";
import { confirmChange, plansView, previewView } from "./portal-plans";
import { pauseAsked, pauseView, resumeAsked } from "./portal-pause";
import { cancelView, cardView, homeView } from "./portal-views";

const UNUSED_S = 5 * 60;
const AFTER_USE_S = 60 * 60;
const REASONS = [
  "customer_service",
  "low_quality",
  "missing_features",
  "other",
  "switched_service",
  "too_complex",
  "too_expensive",
  "unused",
] as const;
type Reason = (typeof REASONS)[number];

/** Why somebody comes back from his bank without having kept his card. */
const REFUSED = new Map([
  ["authentication", "Your bank could not confirm that it is you. Try again, or use another card."],
  ["card", "Your card was declined."],
]);

/** The customer's own pages. `?view=` picks one; every change is a POST and comes back to the first. */
export function portalPage(parts: PageWorld, request: PageRequest, id: string): Answer {
  const session = parts.world.find("portal_sessions", id);
  if (!session || !parts.world.has("customers", session.customer)) return notFoundPage("This billing page");
  if (isOver(parts, session)) return overPage(session);
  touch(parts, session);
  if (request.method === "POST") return act(parts, request, session);
  return view(parts, session, new URLSearchParams(request.query)) ?? home(session);
}

function view(parts: PageWorld, session: PortalSession, query: URLSearchParams): Answer | undefined {
  const subscription = query.get("subscription") ?? "";
  switch (query.get("view")) {
    case "cancel":
      return cancelView(parts, session, subscription);
    case "pause":
      return pauseView(parts, session, subscription);
    case "plans":
      return plansView(parts, session, subscription);
    case "preview":
      return previewView(parts, session, query);
    case "card":
      return cardView(session, {
        fields: NO_CARD,
        errors: {},
        refusal: REFUSED.get(query.get("refused") ?? "") ?? null,
      });
    default:
      return homeView(parts, session);
  }
}

function act(parts: PageWorld, request: PageRequest, session: PortalSession): Answer {
  const form = new URLSearchParams(request.body);
  try {
    refuseClosed(parts, session, form.get("action") ?? "");
    if (form.get("action") === "add_card") return addCard(parts, request, session, form);
    if (form.get("action") === "change") return confirmChange(parts, request, session);
    doOnPage(parts, request, (step) => perform(onClockOf(step, session.customer), session, form));
    return home(session);
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return page(
      html`<h1>That did not work</h1><p role="alert">${error.message}</p><p><a href="/p/session/${session.id}">Back to billing</a></p>`,
      { title: "That did not work", status: error.status },
    );
  }
}

/** Cards are only dealt with where the shop lets them be. */
function refuseClosed({ world }: PageWorld, session: PortalSession, action: string): void {
  const features = world.find("portal_configurations", session.configuration)?.features;
  if (!action.endsWith("_card") || features?.payment_method_update.enabled) return;
  throw new StripeFailure(400, { message: "Cards are not changed on this page.", type: "invalid_request_error" });
}

function perform(step: Step, session: PortalSession, form: URLSearchParams): void {
  switch (form.get("action")) {
    case "cancel":
      return cancel(step, session, form);
    case "resume":
      changeSubscription(
        step,
        { cancel_at_period_end: false },
        own(step, session, "subscriptions", form.get("subscription")),
      );
      return;
    case "pause":
      return pauseAsked(step, session, {
        id: own(step, session, "subscriptions", form.get("subscription")),
        choice: form.get("choice"),
      });
    case "go_on":
      return resumeAsked(step, session, own(step, session, "subscriptions", form.get("subscription")));
    case "keep_plan":
      return keepPlan(step, own(step, session, "subscriptions", form.get("subscription")));
    case "default_card":
      return makeDefault(step, session.customer, own(step, session, "payment_methods", form.get("card")));
    case "remove_card":
      detach(step, own(step, session, "payment_methods", form.get("card")));
      return;
    default:
      throw new StripeFailure(400, { message: "This page knows no such action.", type: "invalid_request_error" });
  }
}

/** What was planned for the next period does not come. */
function keepPlan(step: Step, subscription: string): void {
  const schedule = step.world.find("subscriptions", subscription)?.schedule;
  if (schedule) releaseSchedule(step, schedule);
}

function cancel(step: Step, session: PortalSession, form: URLSearchParams): void {
  const id = own(step, session, "subscriptions", form.get("subscription"));
  const reason = REASONS.find((known) => known === form.get("reason")) satisfies Reason | undefined;
  const comment = (form.get("comment") ?? "").trim().slice(0, 1000);
  const feature = step.world.find("portal_configurations", session.configuration)?.features.subscription_cancel;
  if (!feature?.enabled) {
    throw new StripeFailure(400, { message: "Cancelling is not done on this page.", type: "invalid_request_error" });
  }
  keepPlan(step, id);
  if (feature.mode === "immediately") {
    endSubscription(step, id, { feedback: reason ?? null, comment: comment || null, reason: "cancellation_requested" });
    return;
  }
  const cancellation_details = { ...(reason ? { feedback: reason } : {}), ...(comment ? { comment } : {}) };
  changeSubscription(step, { cancel_at_period_end: true, cancellation_details }, id);
}

function addCard(parts: PageWorld, request: PageRequest, session: PortalSession, form: URLSearchParams): Answer {
  const fields = readCardFields(form);
  const errors = checkCard(fields, Math.floor(parts.clock.nowMs() / 1000));
  if (Object.keys(errors).length > 0) return cardView(session, { fields, errors, refusal: null });
  const outcome = doOnPage(parts, request, (asked) => {
    const step = onClockOf(asked, session.customer);
    return keepPortalCard(step, session.id, cardFromFields(step, fields));
  });
  if (outcome.kind === "needs_action") return redirect(challengeUrl("", outcome.intent.id));
  if (outcome.kind === "declined") return cardView(session, { fields, errors, refusal: outcome.decline.message });
  return home(session);
}

/** The id, if the thing belongs to the session's customer; anybody else's is not there. */
function own(step: Step, session: PortalSession, of: "subscriptions" | "payment_methods", id: string | null): string {
  if (id && step.world.find(of, id)?.customer === session.customer) return id;
  throw new StripeFailure(404, { message: "It is not here any more.", type: "invalid_request_error" });
}

function isOver({ world, clock }: PageWorld, session: PortalSession): boolean {
  const usedAt = world.find("settings", `portal_used/${session.id}`)?.value;
  const until = usedAt === undefined ? session.created + UNUSED_S : usedAt + AFTER_USE_S;
  return clock.nowMs() / 1000 > until;
}

function touch({ world, clock }: PageWorld, session: PortalSession): void {
  world.put("settings", { id: `portal_used/${session.id}`, value: Math.floor(clock.nowMs() / 1000) });
}

function home(session: PortalSession): Answer {
  return redirect(`/p/session/${session.id}`);
}

function overPage(session: PortalSession): Answer {
  const body = html`<h1>This page has closed</h1><p>Billing pages close when they are not used. Open it again from where you came.</p>
${session.return_url ? html`<p><a class="button" href="${session.return_url}">Return to ${new URL(session.return_url).host}</a></p>` : ""}`;
  return page(body, { title: "Closed", status: 410 });
}
