import { buildBalance } from "../objects/balance";
import { buildBalanceTransaction } from "../objects/refund";
import { change, emit, type Step } from "../store/step";
import type { BalanceTransaction, Charge, PaymentMethod } from "../store/wire";
import { behaviourOf } from "./payment-methods";

const FEE_SHARE = 0.029;
const FEE_FIXED = 30;

/** Books what was taken from a card, less Stripe's fee. */
export function bookCharge(step: Step, { id, currency }: Pick<Charge, "id" | "currency">, amount: number) {
  const fee = Math.round(amount * FEE_SHARE) + FEE_FIXED;
  return book(step, { amount, fee, currency, source: id, type: "charge" });
}

/** Money from some cards need not wait for its two days. */
export function releaseIfAsked(step: Step, method: PaymentMethod, booked: string): void {
  if (!behaviourOf(step, method).bypassesPending) return;
  change(step, { of: "balance_transactions", id: booked }, { available_on: step.worldNow, status: "available" });
  emit(step, "balance.available", buildBalance(step.world.all("balance_transactions"), step.worldNow));
}

type Entry = Parameters<typeof buildBalanceTransaction>[1];

export function book(step: Step, entry: Entry): BalanceTransaction {
  return step.world.put("balance_transactions", buildBalanceTransaction(step, entry));
}
