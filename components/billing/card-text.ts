import type { CardView } from "@/lib/billing/schema";

/** Stripe's words for brands that are not simply their name in lower case. */
const BRANDS: Readonly<Record<string, string>> = {
  amex: "American Express",
  diners: "Diners Club",
  jcb: "JCB",
  unionpay: "UnionPay",
  cartes_bancaires: "Cartes Bancaires",
  eftpos_au: "Eftpos",
};

/** "Visa •••• 4242, expires 04/2030", with whatever of it is known. */
export function cardText({ brand, last4, expMonth, expYear }: CardView): string {
  const number = last4 ? ` •••• ${last4}` : "";
  const expires = expMonth && expYear ? `, expires ${String(expMonth).padStart(2, "0")}/${expYear}` : "";
  return `${brandText(brand)}${number}${expires}`;
}

function brandText(brand: string | null): string {
  if (!brand || brand === "unknown") return "Card";
  const known = Object.hasOwn(BRANDS, brand) ? BRANDS[brand] : undefined;
  return known ?? brand.slice(0, 1).toUpperCase() + brand.slice(1);
}
