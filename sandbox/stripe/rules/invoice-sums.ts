type Sums = {
  total: number;
  amount_due: number;
  amount_remaining: number;
  ending_balance: number;
};

/**
 * What an invoice comes to. A customer's balance below zero is credit and
 * lessens what is due; an invoice below zero adds to that credit.
 */
export function sumsOf(amounts: number[], startingBalance: number): Sums {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const owed = total + startingBalance;
  const amount_due = Math.max(owed, 0);
  return { total, amount_due, amount_remaining: amount_due, ending_balance: Math.min(owed, 0) };
}
