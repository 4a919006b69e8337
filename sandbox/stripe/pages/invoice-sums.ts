import type { Invoice } from "../store/wire";
import type { World } from "../store/world";

type Sum = { label: string; amount: number; strong?: boolean };

/** The sums under an invoice's lines: what was taken off, credited, paid and given back. */
export function invoiceSums(world: World, invoice: Invoice): Sum[] {
  const { subtotal, total, amount_due, amount_paid, starting_balance: before, ending_balance: after } = invoice;
  const discounts = discountRows(world, invoice);
  const applied = (after ?? 0) - before;
  return [
    ...(discounts.length > 0 ? [{ label: "Subtotal", amount: subtotal }, ...discounts] : []),
    { label: "Total", amount: total, strong: true },
    ...some("Credit used", applied > 0 ? -applied : 0),
    ...some("Kept as credit", applied < 0 ? -applied : 0),
    ...noteRows(world, invoice),
    { label: "Amount due", amount: amount_due },
    { label: "Paid", amount: amount_paid },
    ...some("Refunded", -refunded(world, invoice)),
  ];
}

function discountRows(world: World, { total_discount_amounts: sums }: Invoice): Sum[] {
  return (sums ?? []).flatMap(({ amount, discount: id }) => {
    const discount = typeof id === "string" ? world.find("discounts", id) : undefined;
    if (!discount) return [];
    const code = world.find("promotion_codes", discount.promotion_code ?? "")?.code;
    const { coupon } = discount.source;
    const name = world.find("coupons", coupon)?.name ?? world.find("deleted_coupons", coupon)?.name;
    return { label: `Discount: ${code ?? name ?? coupon}`, amount: -amount };
  });
}

function noteRows(world: World, { id }: Invoice): Sum[] {
  return world
    .where("credit_notes", "invoice", id)
    .filter(({ status }) => status === "issued")
    .map(({ number, total }) => ({ label: `Credit note ${number}`, amount: -total }));
}

/** What went back of the money that paid it. */
function refunded(world: World, { id }: Invoice): number {
  const [payment] = world.where("invoice_payments", "invoice", id);
  const charges = payment ? world.where("charges", "payment_intent", payment.payment.payment_intent) : [];
  return charges.reduce((sum, charge) => sum + charge.amount_refunded, 0);
}

function some(label: string, amount: number): Sum[] {
  return amount === 0 ? [] : [{ label, amount }];
}
