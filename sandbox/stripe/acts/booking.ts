import { buildBalanceTransaction } from "../objects/refund";
import type { Step } from "../store/step";
import type { BalanceTransaction, Charge } from "../store/wire";

const FEE_SHARE = 0.029;
const FEE_FIXED = 30;

/** Books what was taken from a card, less Stripe's fee. */
export function bookCharge(step: Step, { id, currency }: Pick<Charge, "id" | "currency">, amount: number) {
  const fee = Math.round(amount * FEE_SHARE) + FEE_FIXED;
  return book(step, { amount, fee, currency, source: id, type: "charge" });
}

type Entry = Parameters<typeof buildBalanceTransaction>[1];

export function book(step: Step, entry: Entry): BalanceTransaction {
  return step.world.put("balance_transactions", buildBalanceTransaction(step, entry));
}
