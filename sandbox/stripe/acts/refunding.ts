import type Stripe from "stripe";
import { invalid } from "../http/failures";
import { buildRefund } from "../objects/refund";
import { change, emit, replace, type Step } from "../store/step";
import type { Charge, Refund } from "../store/wire";
import type { World } from "../store/world";
import { cardBehaviour } from "../rules/cards";
import { book } from "./booking";
import { refuseUnbuilt, require } from "./require";

/** How long a card that is slow with refunds takes. */
const SETTLES_S = 60;

/** Gives back what was taken, whole or in part. Throws 400 for more than is left. */
export function refund(step: Step, params: Stripe.RefundCreateParams): Refund {
  refuseUnbuilt(params, ["refund_application_fee", "reverse_transfer", "customer", "origin"]);
  const charge = chargeToRefund(step, params);
  refuseDisputed(step, charge);
  const left = charge.amount_captured - charge.amount_refunded;
  if (left <= 0) throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
  const amount = params.amount ?? left;
  if (!Number.isInteger(amount) || amount < 1)
    throw invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
  if (amount > left) {
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, "amount");
  }
  const made = buildRefund(step, charge, amount, params);
  const booked = book(step, { amount: -amount, fee: 0, currency: charge.currency, source: made.id, type: "refund" });
  const isSlow = refundsOf(step.world, made) === "pending";
  const pending = isSlow ? { status: "pending", pending_reason: "processing" as const } : {};
  const kept = step.world.put("refunds", { ...made, ...pending, balance_transaction: booked.id });
  const total = charge.amount_refunded + amount;
  const patch = { amount_refunded: total, refunded: total === charge.amount_captured };
  change(step, { of: "charges", id: charge.id }, patch, "charge.refunded");
  emit(step, "refund.created", kept);
  return kept;
}

/** When a refund comes to its end by itself, and how; nothing where it is there already. */
export function refundDue(world: World, refund: Refund): { at: number; run: (step: Step) => void } | undefined {
  const kind = refundsOf(world, refund);
  const at = refund.created + SETTLES_S;
  if (kind === "pending" && refund.status === "pending") return { at, run: (step) => arrive(step, refund.id) };
  if (kind === "failed" && refund.status === "succeeded") return { at, run: (step) => comeBack(step, refund.id) };
  return undefined;
}

/** Says that a refund changed, by its new name and its old one. */
export function changeRefund(step: Step, id: string, patch: Partial<Refund>): Refund {
  return becomes(step, { ...require(step, "refunds", id), ...patch });
}

function becomes(step: Step, refund: Refund): Refund {
  const events = step.events.length;
  const after = replace(step, "refunds", refund, "refund.updated");
  for (const event of step.events.slice(events)) step.events.push({ ...event, type: "charge.refund.updated" });
  return after;
}

function arrive(step: Step, id: string): void {
  const { pending_reason: _over, ...refund } = require(step, "refunds", id);
  becomes(step, { ...refund, status: "succeeded" });
}

/** The bank sends the money back: the charge counts as paid again. */
function comeBack(step: Step, id: string): void {
  const refund = require(step, "refunds", id);
  const { amount, currency } = refund;
  const booked = book(step, { amount, fee: 0, currency, source: id, type: "refund_failure" });
  const failure = { failure_balance_transaction: booked.id, failure_reason: "expired_or_canceled_card" };
  const charge = require(step, "charges", refund.charge ?? "");
  const given = { amount_refunded: charge.amount_refunded - amount, refunded: false };
  change(step, { of: "charges", id: charge.id }, given, "charge.updated");
  emit(step, "refund.failed", changeRefund(step, id, { ...failure, status: "failed" }));
}

function refundsOf(world: World, { payment_method }: Refund): "pending" | "failed" | undefined {
  const number = typeof payment_method === "string" ? world.find("card_secrets", payment_method)?.number : undefined;
  return cardBehaviour(number ?? "")?.refunds;
}

function refuseDisputed(step: Step, charge: Charge): void {
  const dispute = step.world.where("disputes", "charge", charge.id).at(-1);
  if (!dispute || dispute.is_charge_refundable || dispute.status === "won") return;
  const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
  throw invalid(message, undefined, "charge_disputed");
}

function chargeToRefund(step: Step, { charge, payment_intent }: Stripe.RefundCreateParams): Charge {
  if (charge) return require(step, "charges", charge, "charge");
  if (!payment_intent)
    throw invalid("One of the following params should be provided for this request: payment_intent or charge.");
  const intent = require(step, "payment_intents", payment_intent, "payment_intent");
  if (!intent.latest_charge)
    throw invalid("This PaymentIntent does not have a successful charge to refund.", "payment_intent");
  return require(step, "charges", intent.latest_charge);
}
