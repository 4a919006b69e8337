import type Stripe from "stripe";
import { invalid, missing } from "../http/failures";
import { changed, metadataOf, orNull } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { Subscription } from "../store/wire";
import { changeItems, touchesItems } from "./changing-items";
import { voidInvoice } from "./invoicing";
import { requirePaymentMethod } from "./payment-methods";
import { redeemAll } from "./redeeming";
import { endTrial, trialOutcome } from "./renewing";
import { refuseUnbuilt, require } from "./require";
import { latest } from "./subscribing";

type Params = Stripe.SubscriptionUpdateParams;

const UNBUILT = ["default_tax_rates", "transfer_data", "billing_schedules"];

/** Everything an update may ask for: first what it says, then what it sells. Ends in one updated event. */
export function changeSubscription(step: Step, params: Params, id: string): Subscription {
  refuseUnbuilt(params, UNBUILT);
  refuseWithPending(params);
  // Another change takes the place of one that still waits for its payment.
  const waiting = touchesItems(params) ? step.world.find("pending_updates", id) : undefined;
  if (waiting) voidInvoice(step, waiting.invoice);
  const before = require(step, "subscriptions", id);
  refuseEnded(before, params);
  refuseEnding(before.schedule, params);
  const patch: Partial<Subscription> = {
    ...endOf(step, before, params),
    default_payment_method: methodOf(step, before, params.default_payment_method),
    description: changed(params.description, before.description),
    metadata: metadataOf(before.metadata, params.metadata),
    pause_collection: pauseOf(before, params.pause_collection),
    collection_method: params.collection_method ?? before.collection_method,
    days_until_due: params.days_until_due ?? before.days_until_due,
    discounts: discountsOf(step, before, params.discounts),
  };
  const wanted = { ...before, ...patch };
  if (endsTrialUnbilled(step, wanted, params)) {
    endTrial(step, id, { ...patch, trial_end: step.now });
    return latest(step, id);
  }
  const changedItems = changeItems(step, wanted, params);
  const known = changedItems.cancel_at_period_end
    ? { ...changedItems, cancel_at: endsOf(changedItems).first }
    : changedItems;
  const after = change(step, { of: "subscriptions", id }, known, "customer.subscription.updated");
  if (before.status === "trialing" && params.trial_end === "now")
    emit(step, "customer.subscription.trial_will_end", after);
  return after;
}

/** A trial is ended that has nothing to be billed with, and was to end otherwise then. */
function endsTrialUnbilled(step: Step, before: Subscription, { trial_end }: Params): boolean {
  return trial_end === "now" && before.status === "trialing" && trialOutcome(step, before) !== "bill";
}

/** What `pending_if_incomplete` may stand beside; the rest could not be held back until the payment. */
const HELD_BACK = new Set(
  "expand payment_behavior off_session proration_behavior proration_date items trial_end trial_from_plan billing_cycle_anchor".split(
    " ",
  ),
);

function refuseWithPending(params: Params): void {
  if (params.payment_behavior !== "pending_if_incomplete") return;
  const other = Object.keys(params).find((key) => !HELD_BACK.has(key));
  if (other)
    throw invalid(`When payment_behavior=pending_if_incomplete, you cannot pass the parameter ${other}.`, other);
}

function refuseEnded({ status }: Subscription, params: Params): void {
  if (status !== "canceled" && status !== "incomplete_expired") return;
  const touchesMore = Object.keys(params).some((key) => !["metadata", "cancellation_details", "expand"].includes(key));
  if (touchesMore) throw invalid("A canceled subscription can only update its cancellation_details and metadata.");
}

/** Where a schedule says when it ends, nothing else may. */
function refuseEnding(schedule: string | null, params: Params): void {
  if (schedule === null) return;
  const asked = params.cancel_at === undefined ? "cancel_at_period_end" : "cancel_at";
  if (params[asked] === undefined) return;
  const message = `The subscription is managed by the subscription schedule \`${schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`;
  throw invalid(message, asked);
}

type Ending = Pick<Subscription, "cancel_at" | "cancel_at_period_end" | "canceled_at" | "cancellation_details">;

/** Asking to end is not ending: the status stays, and asking can be taken back. */
function endOf(step: Step, before: Subscription, params: Params): Ending {
  const asked = endAsked(before, params);
  const details = before.cancellation_details ?? { comment: null, feedback: null, feedback_option: null, reason: null };
  const words = params.cancellation_details;
  const told = {
    ...details,
    comment: words?.comment === undefined ? details.comment : orNull(words.comment),
    feedback: words?.feedback === undefined ? details.feedback : orNull(words.feedback),
  };
  if (asked === undefined) {
    const { cancel_at, cancel_at_period_end, canceled_at } = before;
    return { cancel_at, cancel_at_period_end, canceled_at, cancellation_details: told };
  }
  if (asked === null) {
    const nothing = { comment: null, feedback: null, feedback_option: null, reason: null };
    return { cancel_at: null, cancel_at_period_end: false, canceled_at: null, cancellation_details: nothing };
  }
  return {
    cancel_at: asked.at,
    cancel_at_period_end: asked.atPeriodEnd,
    canceled_at: before.canceled_at ?? step.now,
    cancellation_details: { ...told, reason: "cancellation_requested" },
  };
}

/** When it is asked to end; null: no longer; undefined: nothing was said. */
function endAsked(before: Subscription, params: Params): { at: number; atPeriodEnd: boolean } | null | undefined {
  const { first, last } = endsOf(before);
  if (params.cancel_at_period_end === true) return { at: first, atPeriodEnd: true };
  const at = params.cancel_at;
  if (at === "min_period_end") return { at: first, atPeriodEnd: false };
  if (at === "max_period_end") return { at: last, atPeriodEnd: false };
  if (typeof at === "number") return { at, atPeriodEnd: false };
  return params.cancel_at_period_end === false || at === "" ? null : undefined;
}

/** When the first of its items' periods ends, and the last. */
function endsOf({ items }: Subscription): { first: number; last: number } {
  const ends = items.data.map((item) => item.current_period_end);
  return { first: Math.min(...ends), last: Math.max(...ends) };
}

function methodOf(step: Step, before: Subscription, wanted: string | undefined): string | null {
  if (wanted === undefined) return before.default_payment_method;
  if (wanted === "") return null;
  const method = requirePaymentMethod(step, wanted, "default_payment_method");
  if (method.customer === before.customer) return method.id;
  throw missing("PaymentMethod", wanted, { param: "default_payment_method", status: 400 });
}

/** What is named stays or is redeemed; what is not named is over. */
function discountsOf(step: Step, before: Subscription, asked: Params["discounts"]): string[] {
  if (asked === undefined) return before.discounts;
  const owner = { customer: before.customer, subscription: before.id };
  const ids = redeemAll(step, asked || [], owner);
  for (const id of before.discounts) {
    if (!ids.includes(id)) emit(step, "customer.discount.deleted", require(step, "discounts", id));
  }
  return ids;
}

function pauseOf(before: Subscription, wanted: Params["pause_collection"]): Subscription["pause_collection"] {
  if (wanted === undefined) return before.pause_collection;
  return wanted === "" || wanted === null ? null : { behavior: wanted.behavior, resumes_at: wanted.resumes_at ?? null };
}
