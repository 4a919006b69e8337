import fc from "fast-check";
import { expect, test } from "vitest";
import { type CardFields, checkCard } from "./card-form";
import { html } from "./html";
import { invoicePdf } from "./invoice-pdf";
import { dateText, moneyText, priceText } from "./words";

const NOW = Date.UTC(2026, 10, 21) / 1000;
const GOOD: CardFields = { number: "4242 4242 4242 4242", expiry: "12 / 26", cvc: "123", name: "", email: "" };

test("what is put into a page can never become markup", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const { text: shown } = html`<p title="${text}">${text}</p>`;
      expect(
        shown
          .replace(/^<p title="/, "")
          .replace(/<\/p>$/, "")
          .replace('">', ""),
      ).not.toMatch(/[<>"']/);
    }),
  );
});

test("markup made here, lists of it and nothing at all are put in as they are", () => {
  expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${null}${undefined}${false}</ul>`.text).toBe(
    "<ul><li>1</li><li>2</li></ul>",
  );
});

test.each([
  [{ expiry: "10 / 26" }, "expiry"],
  [{ expiry: "00 / 30" }, "expiry"],
  [{ expiry: "12 / 2" }, "expiry"],
  [{ expiry: "" }, "expiry"],
  [{ cvc: "12345" }, "cvc"],
  [{ cvc: "abc" }, "cvc"],
  [{ number: "4242 4242 4242 4243" }, "number"],
  [{ number: "four two" }, "number"],
])("%o is refused at %s", (wrong, field) => {
  expect(Object.keys(checkCard({ ...GOOD, ...wrong }, NOW))).toEqual([field]);
});

test.each(["11 / 26", "11/26", "1126", "12/2026", "1 / 27"])(
  "a card that expires %s is good until its month is over",
  (expiry) => {
    expect(checkCard({ ...GOOD, expiry }, NOW)).toEqual({});
  },
);

test("a card is good to the last second of its month", () => {
  const end = Date.UTC(2026, 11, 1) / 1000;
  expect(checkCard({ ...GOOD, expiry: "11/26" }, end - 1)).toEqual({});
  expect(checkCard({ ...GOOD, expiry: "11/26" }, end)).toHaveProperty("expiry");
});

test.each([
  [1900, "usd", "$19.00"],
  [1900, "jpy", "¥1,900"],
  [-5, "usd", "-$0.05"],
  [0, "eur", "€0.00"],
])("%i of %s is written %s", (amount, currency, text) => {
  expect(moneyText(amount, currency)).toBe(text);
});

test("a price says how often, a date which day", () => {
  const recurring = {
    interval: "month" as const,
    interval_count: 3,
    meter: null,
    trial_period_days: null,
    usage_type: "licensed",
  };
  expect(priceText({ unit_amount: 900, currency: "usd", recurring })).toBe("$9.00 every 3 months");
  expect(priceText({ unit_amount: 900, currency: "usd", recurring: null })).toBe("$9.00");
  expect(dateText(NOW)).toBe("21 November 2026");
});

test("a PDF is whole whatever its text: every offset is right, and every stream as long as it says", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 200 }), { maxLength: 120 }), (lines) => {
      const pdf = invoicePdf(lines).toString("latin1");
      const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n/gm)].map((m) => Number(m[1]));
      for (const [i, at] of offsets.entries()) expect(pdf.startsWith(`${i + 1} 0 obj\n`, at)).toBe(true);
      expect(pdf.startsWith("xref", Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]))).toBe(true);
      for (const stream of pdf.matchAll(/<< \/Length (\d+) >>\nstream\n/g)) {
        const end = stream.index + stream[0].length + Number(stream[1]);
        expect(pdf.startsWith("\nendstream", end)).toBe(true);
      }
      expect(offsets.length).toBeGreaterThanOrEqual(5);
    }),
  );
});
