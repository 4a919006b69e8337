import fc from "fast-check";
import { expect, test } from "vitest";
import { declineText } from "@/lib/billing/declines";

test.each([
  ["insufficient_funds", /not enough money/],
  ["expired_card", /has expired/],
  ["incorrect_cvc", /security code/],
  ["incorrect_number", /number is not right/],
  ["invalid_expiry_year", /expiry date/],
  ["incorrect_zip", /postal code/],
  ["authentication_required", /confirm this payment/],
  ["processing_error", /again in a few minutes/],
  ["card_velocity_exceeded", /limit/],
  ["currency_not_supported", /currency/],
  ["stop_payment_order", /told to stop/],
  ["online_or_offline_pin_required", /PIN/],
  ["testmode_decline", /test card/],
  ["duplicate_transaction", /Look at your payments/],
  ["do_not_honor", /gave no reason/],
])("%s is put into words one can act on", (code, words) => {
  expect(declineText(code)).toMatch(words);
});

test("who holds a lost or stolen card, or is taken for a fraud, reads what anybody reads", () => {
  const secret = ["lost_card", "stolen_card", "pickup_card", "fraudulent", "merchant_blacklist", "security_violation"];
  expect(new Set([...secret, "generic_decline"].map(declineText)).size).toBe(1);
  expect(declineText("stolen_card")).not.toMatch(/stolen|lost|fraud/i);
});

test("whatever the code, also one that Stripe has yet to invent: what happened, that nothing was charged, what to do", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom("toString", "__proto__", null)), (code) => {
      expect(declineText(code)).toMatch(/^Your card was declined, and nothing was charged\. .+\.$/u);
    }),
  );
});
