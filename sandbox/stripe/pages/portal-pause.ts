import { pauseSubscription, resumeSubscription } from "../acts/pausing";
import { StripeFailure } from "../http/failures";
import type { Answer } from "../http/listener";
import { type Interval, stepFrom } from "../rules/periods";
import type { Step } from "../store/step";
import type { PortalConfiguration, PortalSession, Subscription } from "../store/wire";
import type { World } from "../store/world";
import { type Html, html } from "./html";
import { page } from "./layout";
import type { PageWorld } from "./page-step";

type Option = PortalConfiguration["features"]["subscription_pause"]["duration"]["interval_options"][number];

/** Whether a subscription can be paused on this page: it runs, nothing ends it, and the shop allows it. */
export function isPausable(world: World, session: PortalSession, { status, cancel_at }: Subscription): boolean {
  return featureOf(world, session)?.enabled === true && status === "active" && cancel_at === null;
}

/** Whether one that is paused can go on from here: where its owner may pause, he may also resume. */
export function isResumable(
  world: World,
  session: PortalSession,
  { status, status_details: why }: Subscription,
): boolean {
  const asked = why?.paused?.subscription.type === "pause_requested";
  return featureOf(world, session)?.enabled === true && status === "paused" && asked;
}

/** Asks for how long; nothing where there is nothing to pause. */
export function pauseView({ world }: PageWorld, session: PortalSession, id: string): Answer | undefined {
  const subscription = world.find("subscriptions", id);
  if (subscription?.customer !== session.customer || !isPausable(world, session, subscription)) return undefined;
  const options = optionsOf(world, session);
  const body = html`<h1>Pause subscription</h1>
<p>Nothing is charged while it is paused. When it goes on, a new period begins and is charged.</p>
<form method="post" action="/p/session/${session.id}">
<input type="hidden" name="action" value="pause"><input type="hidden" name="subscription" value="${id}">
${options.length > 0 ? choices(options) : html`<p class="muted">It stays paused until you resume it.</p>`}
<div class="actions"><button class="main" type="submit">Pause subscription</button><a href="/p/session/${session.id}">Keep it running</a></div>
</form>`;
  return page(body, { title: "Pause subscription" });
}

/** Throws 400 where that is not on offer. */
export function pauseAsked(
  step: Step,
  session: PortalSession,
  { id, choice }: { id: string; choice: string | null },
): void {
  const subscription = step.world.find("subscriptions", id);
  if (!subscription || !isPausable(step.world, session, subscription)) throw notHere();
  const options = optionsOf(step.world, session);
  const option = options[Number(choice ?? 0)];
  if (options.length > 0 && !option) throw notHere();
  const until = option
    ? stepFrom(step.now, { interval: option.interval as Interval, interval_count: option.interval_count }, 1)
    : null;
  pauseSubscription(step, {}, { id, until });
}

export function resumeAsked(step: Step, session: PortalSession, id: string): void {
  const subscription = step.world.find("subscriptions", id);
  if (!subscription || !isResumable(step.world, session, subscription)) throw notHere();
  resumeSubscription(step, {}, id);
}

function choices(options: Option[]): Html {
  return html`<fieldset style="border:0;margin:0;padding:0"><legend style="font-weight:600">For how long?</legend>
${options.map((option, i) => {
  const checked = i === 0 ? html` checked` : "";
  return html`<label style="display:flex;gap:12px;align-items:baseline"><input type="radio" name="choice" value="${i}" style="width:auto"${checked}><span>${optionText(option)}</span></label>`;
})}</fieldset>`;
}

function optionText({ interval, interval_count: count }: Option): string {
  return `${count} ${interval}${count === 1 ? "" : "s"}`;
}

function featureOf(world: World, session: PortalSession) {
  return world.find("portal_configurations", session.configuration)?.features.subscription_pause;
}

function optionsOf(world: World, session: PortalSession): Option[] {
  const { duration } = featureOf(world, session) ?? {};
  return duration?.type === "interval_options" ? duration.interval_options : [];
}

function notHere(): StripeFailure {
  return new StripeFailure(400, { message: "That can not be done on this page.", type: "invalid_request_error" });
}
