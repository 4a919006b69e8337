import type { FaultKind, FaultOrder } from "../store/wire-delivery";

/** How Stripe's test cards behave, by number. Facts from Stripe's testing page. */
export type Decline = { code: string; decline_code?: string; message: string; networkCode: string | null };
export type CardBehaviour = {
  brand: "visa" | "mastercard" | "amex" | "discover";
  funding: "credit" | "debit";
  /** Refused whenever it is charged. */
  decline?: Decline;
  /** Refused already when it is put on file. */
  refusesAttach?: boolean;
  /** Its owner is asked to prove who he is, before anything else is found out; or only until he did so to keep it. */
  authenticates?: "always" | "unless_set_up";
  /** Money taken from it is asked back at once: as fraud, or first as a question. */
  disputes?: "fraudulent" | "inquiry";
  /** Its money can be paid out at once. */
  bypassesPending?: boolean;
  /** Money given back to it arrives later, or comes back. */
  refunds?: "pending" | "failed";
  /** Paying with it orders this fault for its customer. Cards of this sandbox, not of Stripe. */
  fault?: CardFault;
};
export type CardFault = { kind: FaultKind; count?: number; options?: FaultOrder["options"] };

const DECLINED = "Your card was declined.";
const declined = (decline_code: string, networkCode = "01", message = DECLINED): Decline => ({
  code: "card_declined",
  decline_code,
  message,
  networkCode,
});
const INSUFFICIENT = declined("insufficient_funds", "51", "Your card has insufficient funds.");
const visa = (more: Partial<CardBehaviour> = {}): CardBehaviour => ({ brand: "visa", funding: "credit", ...more });
const refused = (decline: Decline): CardBehaviour => visa({ decline, refusesAttach: true });

const CARDS = new Map<string, CardBehaviour>([
  ["4242424242424242", visa()],
  ["4000056655665556", visa({ funding: "debit" })],
  ["5555555555554444", visa({ brand: "mastercard" })],
  ["378282246310005", visa({ brand: "amex" })],
  ["6011111111111117", visa({ brand: "discover" })],
  ["4000000000000002", refused(declined("generic_decline"))],
  ["4000000000009995", refused(INSUFFICIENT)],
  ["4000000000009987", refused(declined("lost_card", "41"))],
  ["4000000000009979", refused(declined("stolen_card", "43"))],
  ["4000000000000069", refused({ code: "expired_card", message: "Your card has expired.", networkCode: "54" })],
  [
    "4000000000000127",
    refused({ code: "incorrect_cvc", message: "Your card's security code is incorrect.", networkCode: "82" }),
  ],
  [
    "4000000000000119",
    refused({
      code: "processing_error",
      message: "An error occurred while processing your card. Try again in a little bit.",
      networkCode: null,
    }),
  ],
  ["4000000000000341", visa({ decline: declined("generic_decline") })],
  ["4000002500003155", visa({ authenticates: "unless_set_up" })],
  ["4000002760003184", visa({ authenticates: "always" })],
  // Proves itself, and is then refused.
  ["4000008260003178", visa({ authenticates: "always", decline: INSUFFICIENT })],
  ["4000000000000077", visa({ bypassesPending: true })],
  ["4000000000000259", visa({ disputes: "fraudulent" })],
  ["4000000000001976", visa({ disputes: "inquiry" })],
  ["4000000000007726", visa({ refunds: "pending" })],
  ["4000000000005126", visa({ refunds: "failed" })],
  // 999 is no country's code, where Stripe's own numbers have one.
  ["4000009990004296", visa({ fault: { kind: "rate_limited" } })],
  ["4000009990005004", visa({ fault: { kind: "server_error" } })],
  ["4000009990004072", visa({ fault: { kind: "timeout_before_write" } })],
  ["4000009990004080", visa({ fault: { kind: "timeout_after_write" } })],
  ["4000009990004445", visa({ fault: { kind: "cut_after_write" } })],
  ["4000009990000021", visa({ fault: { kind: "webhook_duplicate", count: 20 } })],
  ["4000009990003215", visa({ fault: { kind: "webhook_reorder", count: 7, options: { hold_seconds: 10 } } })],
  ["4000009990000005", visa({ fault: { kind: "webhook_drop", count: 20 } })],
  ["4000009990000609", visa({ fault: { kind: "webhook_delay", count: 20 } })],
]);

const NAMED = new Map<string, string>([
  ["visa", "4242424242424242"],
  ["us", "4242424242424242"],
  ["visa_debit", "4000056655665556"],
  ["mastercard", "5555555555554444"],
  ["amex", "378282246310005"],
  ["discover", "6011111111111117"],
  ["chargeDeclined", "4000000000000002"],
  ["visa_chargeDeclined", "4000000000000002"],
  ["chargeDeclinedInsufficientFunds", "4000000000009995"],
  ["visa_chargeDeclinedInsufficientFunds", "4000000000009995"],
  ["chargeDeclinedLostCard", "4000000000009987"],
  ["visa_chargeDeclinedLostCard", "4000000000009987"],
  ["chargeDeclinedStolenCard", "4000000000009979"],
  ["visa_chargeDeclinedStolenCard", "4000000000009979"],
  ["chargeDeclinedExpiredCard", "4000000000000069"],
  ["chargeDeclinedIncorrectCvc", "4000000000000127"],
  ["chargeDeclinedProcessingError", "4000000000000119"],
  ["chargeCustomerFail", "4000000000000341"],
  ["authenticationRequiredOnSetup", "4000002500003155"],
  ["authenticationRequired", "4000002760003184"],
  ["threeDSecure2Required", "4000002760003184"],
  ["authenticationRequiredChargeDeclinedInsufficientFunds", "4000008260003178"],
  ["bypassPending", "4000000000000077"],
  ["createDispute", "4000000000000259"],
  ["createDisputeInquiry", "4000000000001976"],
  ["pendingRefund", "4000000000007726"],
  ["refundFail", "4000000000005126"],
  ["sandboxRateLimited", "4000009990004296"],
  ["sandboxServerError", "4000009990005004"],
  ["sandboxTimeoutBefore", "4000009990004072"],
  ["sandboxTimeout", "4000009990004080"],
  ["sandboxCut", "4000009990004445"],
  ["sandboxDuplicate", "4000009990000021"],
  ["sandboxReorder", "4000009990003215"],
  ["sandboxDrop", "4000009990000005"],
  ["sandboxDelay", "4000009990000609"],
]);

/** How a number behaves; nothing for one that is not a test card. */
export function cardBehaviour(number: string): CardBehaviour | undefined {
  return CARDS.get(number);
}

/** The number behind `pm_card_visa`, `tok_chargeDeclined` and the like. */
export function numberOfNamedCard(name: string): string | undefined {
  const short = /^(?:pm_card_|tok_)(\w+)$/.exec(name)?.[1];
  return short === undefined ? undefined : NAMED.get(short);
}

/** The cards that set off faults, with the name each has as `pm_card_…`. */
export function faultyCards(): { number: string; name: string; fault: CardFault }[] {
  return [...NAMED].flatMap(([short, number]) => {
    const fault = CARDS.get(number)?.fault;
    return fault ? [{ number, name: `pm_card_${short}`, fault }] : [];
  });
}

export function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = number
    .split("")
    .toReversed()
    .reduce((total, digit, i) => {
      const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return sum % 10 === 0;
}
