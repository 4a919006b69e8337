import fc from "fast-check";
import { expect, test } from "vitest";
import { REDACTED, redacted } from "@/lib/insights/redaction";

const EVENT = {
  id: "evt_1",
  type: "invoice.paid",
  created: 1_795_000_000,
  data: {
    object: {
      id: "in_1",
      customer: "cus_1",
      customer_email: "ada@parley.test",
      customer_name: "Ada Lovelace",
      customer_address: { line1: "12 St James's Square", postal_code: "SW1Y 4JH" },
      amount_paid: 1_900,
      currency: "usd",
      paid: true,
      hosted_invoice_url: "https://invoice.stripe.com/i/acct_1/secret",
      statement_descriptor: "To Ada, with love",
      metadata: { nickname: "ada" },
      shipping: null,
      lines: { data: [{ id: "il_1", description: "1 × Pro", amount: 1_900 }] },
      payment_method: { card: { brand: "visa", last4: "4242", exp_month: 12, exp_year: 2030, fingerprint: "Xt5EWLL" } },
      billing_details: { name: "ada", phone: "020-7946" },
    },
  },
};

test("what an operator needs stays: ids, states, amounts, moments", () => {
  expect(redacted(EVENT)).toMatchObject({
    id: "evt_1",
    type: "invoice.paid",
    created: 1_795_000_000,
    data: {
      object: { id: "in_1", customer: "cus_1", amount_paid: 1_900, currency: "usd", paid: true, shipping: null },
    },
  });
});

test("names, addresses, cards, links and free text go", () => {
  const text = JSON.stringify(redacted(EVENT));
  for (const typed of [
    "Ada",
    '"ada"',
    "parley.test",
    "James",
    "SW1Y",
    "4242",
    "2030",
    "Xt5EWLL",
    "7946",
    "secret",
    "Pro",
    "love",
  ]) {
    expect(text).not.toContain(typed);
  }
  expect(text).toContain("visa");
});

test("a card's numbers go however deep it stands, also in a list", () => {
  const cards = [{ card: { wallet: { dynamic_last4: "4242", type: "apple_pay" } } }];
  expect(JSON.stringify(redacted({ cards }))).not.toContain("4242");
});

test("nothing that a person types comes through, wherever it stands", () => {
  const typed = fc.string({ minLength: 1 }).map((text) => `${text} Ada`);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), typed), typed, (fields, text) => {
      const shown = JSON.stringify(redacted({ a: [fields], b: text }));
      for (const value of Object.values(redacted(fields) as object)) expect(value).toBe(REDACTED);
      expect(shown).not.toContain(JSON.stringify(text).slice(1, -1));
    }),
    { numRuns: 50 },
  );
});

test("what is no object passes as it is", () => {
  expect([redacted(null), redacted(5), redacted(true), redacted([])]).toEqual([null, 5, true, []]);
});
