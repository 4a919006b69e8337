import type Stripe from "stripe";
import type { BalanceTransaction } from "../store/wire";

/** What lies with Stripe, by currency: what can be paid out now, and what cannot yet. */
export function buildBalance(entries: BalanceTransaction[], now: number): Stripe.Balance {
  const isDue = (entry: BalanceTransaction) => entry.available_on <= now;
  return {
    object: "balance",
    available: sums(entries.filter(isDue), entries),
    livemode: false,
    pending: sums(
      entries.filter((entry) => !isDue(entry)),
      entries,
    ),
  };
}

function sums(entries: BalanceTransaction[], all: BalanceTransaction[]): Stripe.Balance.Available[] {
  const currencies = [...new Set(all.map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => {
    const own = entries.filter((entry) => entry.currency === currency);
    const amount = own.reduce((sum, { net }) => sum + net, 0);
    return { amount, currency, source_types: { card: amount } };
  });
}
