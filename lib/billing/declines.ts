import "server-only";

/** What to do about a refusal, by what it means to the person. The bank's reason is told only where it helps them. */
const ADVICE = {
  funds: "The card has not enough money for it. Use another card, or try again once it has.",
  expired: "The card has expired. Use another one.",
  number: "The card's number is not right. Enter it again.",
  code: "The card's security code is not right. Enter the card again.",
  date: "The card's expiry date is not right. Enter the card again.",
  address: "The postal code is not the one the bank has. Enter the card again.",
  confirm: "The bank wants you to confirm this payment, and it was not confirmed. Try again and follow its steps.",
  again: "The bank could not be reached or could not decide. Try again in a few minutes, or use another card.",
  limit: "The card has reached a limit its bank sets. Use another card, or ask the bank.",
  unfit: "The card can not be used for this kind of payment or currency. Use another one.",
  stopped: "The bank was told to stop payments to us from this card. Use another one, or ask the bank.",
  pin: "The bank asks for the card's PIN, which can not be given here. Use another card.",
  test: "That is a test card, and this is no test. Use a real one.",
  twice: "A payment of the same amount by the same card was just made. Look at your payments before you try again.",
  /** Also for a lost or a stolen card, and for what looks like fraud: who holds the card may not be its owner. */
  refused: "The bank gave no reason. Use another card, or ask the bank.",
} as const;

/** By Stripe's `decline_code`, or `code` where there is none. */
const BY_CODE: Readonly<Record<string, keyof typeof ADVICE>> = {
  insufficient_funds: "funds",
  expired_card: "expired",
  incorrect_number: "number",
  invalid_number: "number",
  invalid_account: "unfit",
  new_account_information_available: "unfit",
  incorrect_cvc: "code",
  invalid_cvc: "code",
  invalid_expiry_month: "date",
  invalid_expiry_year: "date",
  incorrect_zip: "address",
  incorrect_address: "address",
  authentication_required: "confirm",
  authentication_not_handled: "confirm",
  mobile_device_authentication_required: "confirm",
  payment_intent_authentication_failure: "confirm",
  setup_intent_authentication_failure: "confirm",
  processing_error: "again",
  issuer_not_available: "again",
  try_again_later: "again",
  reenter_transaction: "again",
  approve_with_id: "again",
  card_velocity_exceeded: "limit",
  withdrawal_count_limit_exceeded: "limit",
  invalid_amount: "limit",
  card_not_supported: "unfit",
  currency_not_supported: "unfit",
  service_not_allowed: "unfit",
  transaction_not_allowed: "unfit",
  not_permitted: "unfit",
  stop_payment_order: "stopped",
  revocation_of_authorization: "stopped",
  revocation_of_all_authorizations: "stopped",
  incorrect_pin: "pin",
  invalid_pin: "pin",
  pin_try_exceeded: "pin",
  offline_pin_required: "pin",
  online_or_offline_pin_required: "pin",
  testmode_decline: "test",
  duplicate_transaction: "twice",
  call_issuer: "refused",
  card_declined: "refused",
  do_not_honor: "refused",
  do_not_try_again: "refused",
  fraudulent: "refused",
  generic_decline: "refused",
  lost_card: "refused",
  merchant_blacklist: "refused",
  no_action_taken: "refused",
  pickup_card: "refused",
  restricted_card: "refused",
  security_violation: "refused",
  stolen_card: "refused",
};

/** Why a card was not charged and what one can do, in sentences for the person. Total: an unknown code has an answer too. */
export function declineText(code: string | null): string {
  const advice = code !== null && Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  return `Your card was declined, and nothing was charged. ${ADVICE[advice ?? "refused"]}`;
}
