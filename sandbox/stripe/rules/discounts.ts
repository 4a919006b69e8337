/** What a coupon takes off, and of which products (of all, where it names none). */
export type Cut = { percentOff: number | null; amountOff: number | null; products: string[] | undefined };
/** Something on an invoice that may cost less. */
export type Part = { amount: number; product: string | null; discountable: boolean };

/**
 * What each coupon takes off each part, in whole minor units, one coupon after
 * the other. Nothing is taken off credit, and never more than there is. Rounding
 * happens once a coupon, so that the shares of the parts add up to its whole.
 */
export function cutsOf(parts: Part[], cuts: Cut[]): number[][] {
  const left = parts.map((part) => (part.discountable ? Math.max(part.amount, 0) : 0));
  return cuts.map((cut) => {
    const bases = left.map((amount, i) => (appliesTo(cut, parts[i]?.product ?? null) ? amount : 0));
    const shares = spread(wholeCut(cut, sum(bases)), bases);
    for (const [i, share] of shares.entries()) left[i] = (left[i] ?? 0) - share;
    return shares;
  });
}

function appliesTo({ products }: Cut, product: string | null): boolean {
  return products === undefined || (product !== null && products.includes(product));
}

function wholeCut({ percentOff, amountOff }: Cut, base: number): number {
  if (percentOff !== null) return Math.round((base * percentOff) / 100);
  return Math.min(amountOff ?? 0, base);
}

/** Shares a whole by the size of the parts. Each share is a difference of rounded running sums, so none is lost. */
function spread(whole: number, bases: number[]): number[] {
  const base = sum(bases);
  let [run, given] = [0, 0];
  return bases.map((amount) => {
    run += amount;
    const upTo = base === 0 ? 0 : Math.round((whole * run) / base);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
