import type Stripe from "stripe";
import { invalid } from "../http/failures";
import { buildDispute } from "../objects/dispute";
import { metadataOf } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { Charge, Dispute } from "../store/wire";
import { book } from "./booking";
import { behaviourOf } from "./payment-methods";
import { require } from "./require";

const FEE = 1_500;

/** What a bank decides is told by the text of the evidence, as with Stripe's test mode. */
const VERDICTS = new Map<string, "lost" | "won">([
  ["losing_evidence", "lost"],
  ["winning_evidence", "won"],
]);

/** Kinds of evidence that change nothing here. */
const NOT_BUILT = new Set(["appeal", "enhanced_evidence"]);

/** Some cards' owners dispute what they paid. */
export function disputeIfAsked(step: Step, charge: Charge): void {
  const method = charge.payment_method ? step.world.find("payment_methods", charge.payment_method) : undefined;
  const kind = method && behaviourOf(step, method).disputes;
  if (!kind) return;
  const dispute = step.world.put("disputes", buildDispute(step, charge, kind));
  change(step, { of: "charges", id: charge.id }, { disputed: true }, "charge.updated");
  emit(step, "charge.dispute.created", dispute);
  if (kind !== "inquiry") withdraw(step, dispute);
}

/** Hands in evidence, unless it is only to be kept for now. Words alone change nothing else. */
export function updateDispute(step: Step, params: Stripe.DisputeUpdateParams, id: string): Dispute {
  const before = require(step, "disputes", id);
  const metadata = metadataOf(before.metadata, params.metadata);
  if (!params.evidence) return change(step, { of: "disputes", id }, { metadata }, "charge.dispute.updated");
  if (!awaitsAnswer(before)) throw closed(before);
  const given = Object.entries(params.evidence).filter(([name]) => !NOT_BUILT.has(name));
  const words = Object.fromEntries(given.map(([name, value]) => [name, value === "" ? null : value]));
  const evidence: Dispute["evidence"] = { ...before.evidence, ...words };
  const submits = params.submit !== false;
  const evidence_details = {
    ...before.evidence_details,
    has_evidence: true,
    submission_count: before.evidence_details.submission_count + (submits ? 1 : 0),
    submission_method: submits ? "manual" : before.evidence_details.submission_method,
  };
  const status = submits ? before.status.replace("needs_response", "under_review") : before.status;
  const patch = { evidence, evidence_details, metadata, status };
  const kept = change(step, { of: "disputes", id }, patch, "charge.dispute.updated");
  return submits ? judged(step, kept) : kept;
}

/** Gives up: the money stays with the card's owner. */
export function closeDispute(step: Step, id: string): Dispute {
  const dispute = require(step, "disputes", id);
  if (!awaitsAnswer(dispute)) throw closed(dispute);
  return end(step, dispute, "lost");
}

/** Nobody answered in time. */
export function letDisputeLapse(step: Step, id: string): void {
  const { evidence_details } = require(step, "disputes", id);
  const late = { evidence_details: { ...evidence_details, past_due: true } };
  end(step, change(step, { of: "disputes", id }, late), "lost");
}

export function awaitsAnswer({ status }: Dispute): boolean {
  return status === "needs_response" || status === "warning_needs_response";
}

function judged(step: Step, dispute: Dispute): Dispute {
  const text = dispute.evidence.uncategorized_text ?? "";
  if (isInquiry(dispute) && text === "escalate_inquiry_evidence") return escalate(step, dispute);
  const verdict = VERDICTS.get(text);
  return verdict ? end(step, dispute, verdict) : dispute;
}

/** A question becomes a demand. */
function escalate(step: Step, dispute: Dispute): Dispute {
  const patch = { is_charge_refundable: false, status: "needs_response" } as const;
  return withdraw(step, change(step, { of: "disputes", id: dispute.id }, patch, "charge.dispute.updated"));
}

function end(step: Step, dispute: Dispute, verdict: "lost" | "won"): Dispute {
  const status = isInquiry(dispute) ? "warning_closed" : verdict;
  const ended = change(step, { of: "disputes", id: dispute.id }, { status });
  emit(step, "charge.dispute.closed", ended);
  if (status !== "won") return ended;
  const back = { amount: dispute.amount, fee: 0, category: "dispute_reversal" };
  return moveFunds(step, ended, back, "charge.dispute.funds_reinstated");
}

function withdraw(step: Step, dispute: Dispute): Dispute {
  const away = { amount: -dispute.amount, fee: FEE, category: "dispute" };
  return moveFunds(step, dispute, away, "charge.dispute.funds_withdrawn");
}

type Funds = { amount: number; fee: number; category: string };

function moveFunds(step: Step, dispute: Dispute, funds: Funds, type: string): Dispute {
  const { id, currency } = dispute;
  const booked = book(step, { ...funds, currency, source: id, type: "adjustment" });
  const balance_transactions = [...dispute.balance_transactions, booked];
  const moved = change(step, { of: "disputes", id }, { balance_transactions });
  emit(step, type, moved);
  return moved;
}

function isInquiry({ status }: Dispute): boolean {
  return status.startsWith("warning_");
}

function closed({ status }: Dispute) {
  return invalid(`This dispute has a status of ${status}: nothing can be done about it any more.`);
}
