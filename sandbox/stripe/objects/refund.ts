import type Stripe from "stripe";
import type { Step } from "../store/step";
import type { BalanceTransaction, Charge, Refund } from "../store/wire";
import { metadataOf } from "./fields";

type BalanceOrder = {
  amount: number;
  fee: number;
  currency: string;
  source: string;
  type: "adjustment" | "charge" | "refund" | "refund_failure";
  /** What it is counted as, where its type does not say so. */
  category?: string;
};

export function buildBalanceTransaction(
  step: Step,
  { amount, fee, currency, source, type, category = type }: BalanceOrder,
): BalanceTransaction {
  return {
    id: step.world.nextId("txn"),
    object: "balance_transaction",
    amount,
    available_on: step.worldNow + 2 * 86_400,
    balance_type: "payments",
    created: step.worldNow,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee
      ? [{ amount: fee, application: null, currency, description: "Stripe processing fees", type: "stripe_fee" }]
      : [],
    net: amount - fee,
    reporting_category: category,
    source,
    status: "pending",
    type,
  };
}

export function buildRefund(step: Step, charge: Charge, amount: number, params: Stripe.RefundCreateParams): Refund {
  return {
    id: step.world.nextId("re"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: step.now,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
      type: "card",
    },
    metadata: metadataOf({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
}
