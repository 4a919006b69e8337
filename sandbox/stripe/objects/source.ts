import type Stripe from "stripe";
import type { PaymentMethod } from "../store/wire";

/** A card on file, in the shape of before there were payment methods. */
export function buildSource({ id, billing_details, card, customer, metadata }: PaymentMethod): Stripe.Card {
  if (!card) throw new Error(`${id} is no card`);
  const { name, address } = billing_details;
  return {
    id,
    object: "card",
    ...addressOf(address),
    address_line1_check: null,
    address_zip_check: null,
    brand: BRANDS[card.brand] ?? "Unknown",
    country: card.country,
    customer,
    cvc_check: card.checks?.cvc_check ?? null,
    dynamic_last4: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    last4: card.last4,
    metadata,
    name,
    regulated_status: "unregulated",
    tokenization_method: null,
  };
}

type Address = PaymentMethod["billing_details"]["address"];
type OldAddress = `address_${"city" | "country" | "line1" | "line2" | "state" | "zip"}`;

function addressOf(address: Address): Pick<Stripe.Card, OldAddress> {
  const { city, country, line1, line2, state, postal_code } = address ?? NOWHERE;
  return {
    address_city: city,
    address_country: country,
    address_line1: line1,
    address_line2: line2,
    address_state: state,
    address_zip: postal_code,
  };
}

const NOWHERE = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

const BRANDS: { [brand: string]: string } = {
  amex: "American Express",
  discover: "Discover",
  mastercard: "MasterCard",
  visa: "Visa",
};
