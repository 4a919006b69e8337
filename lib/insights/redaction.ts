import "server-only";

/** What stands in place of what an operator does not need to see. */
export const REDACTED = "•••";

/** Whatever is below one of these is about a person or their card, or lets one in. */
const PRIVATE = new Set([
  "address",
  "billing_details",
  "client_secret",
  "custom_fields",
  "customer_address",
  "customer_details",
  "customer_email",
  "customer_name",
  "customer_phone",
  "customer_shipping",
  "customer_tax_ids",
  "description",
  "email",
  "footer",
  "hosted_invoice_url",
  "invoice_pdf",
  "ip",
  "ip_address",
  "metadata",
  "name",
  "owner",
  "payment_method_details",
  "phone",
  "receipt_email",
  "receipt_url",
  "shipping",
  "tax_ids",
  "url",
  "user_agent",
]);
/** Of these, their card's number and date; the brand may be seen. */
const CARDS = new Set(["card", "card_present", "us_bank_account", "sepa_debit"]);
const CARD_MAY_TELL = new Set(["brand", "checks", "country", "funding", "object"]);

/** A word of Stripe's own: an id, a type, a status, a version, a moment; never a sentence or a mail address. */
const MACHINE_WORD = /^[\w.:+-]{1,255}$/u;

/**
 * An event's payload for an operator to read: its shape, ids, states, amounts and moments; no name, address, mail
 * address, card or secret link. What no rule knows is hidden when it reads like something a person has typed.
 */
export function redacted(value: unknown, isCard = false): unknown {
  if (Array.isArray(value)) return value.map((each) => redacted(each, isCard));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        isHidden(key, inner, isCard) ? REDACTED : redacted(inner, isCard || CARDS.has(key)),
      ]),
    );
  }
  return typeof value === "string" && !MACHINE_WORD.test(value) ? REDACTED : value;
}

/** That something is absent says nothing about anybody. */
function isHidden(key: string, value: unknown, isCard: boolean): boolean {
  if (value === null) return false;
  return PRIVATE.has(key) || (isCard && !CARD_MAY_TELL.has(key) && typeof value !== "object");
}
