import { describe, expect, test } from "vitest";
import { PaymentTable } from "@/components/admin/payment-table";
import { aPayment } from "@/components/admin/testing/statement";
import { pageOf, type Screen } from "@/components/ui/testing/page";
import type { AdminPayment } from "@/lib/billing/schema";

type Given = { locale?: string; screen?: Screen };

function table(payments: AdminPayment[], { locale = "en-GB", screen }: Given = {}) {
  return pageOf(<PaymentTable payments={payments} locale={locale} />, screen);
}

test("without payments there is no empty table, but a word on what will be there", () => {
  const { text, rows } = table([]);
  expect(rows).toEqual([]);
  expect(text).toContain("No payments yet Each attempt to pay will be here");
});

test("a payment is told by when, who, card, how much and what became of it", () => {
  expect(table([aPayment()]).rows).toEqual([
    ["When", "Who", "Card", "Amount", "Status"],
    ["21 Nov 2026, 12:00", "ada@parley.test", "Visa •••• 4242", "US$19.00", "Paid"],
  ]);
});

test("on a phone nothing is lost: time and card stand below the person", () => {
  expect(table([aPayment()], { screen: "phone" }).rows).toEqual([
    ["Who", "Amount", "Status"],
    ["ada@parley.test 21 Nov 2026, 12:00 Visa •••• 4242", "US$19.00", "Paid"],
  ]);
});

test.each(["desktop", "phone"] as const)(
  "of one person's payments nobody is told whose they are: on a %s",
  (screen) => {
    const isPhone = screen === "phone";
    const { rows, text } = pageOf(
      <PaymentTable payments={[aPayment()]} locale="en-GB" isOnePersons />,
      ...(isPhone ? (["phone"] as const) : []),
    );
    expect(text).not.toContain("ada@parley.test");
    expect(rows).toEqual([
      ["When", ...(isPhone ? [] : ["Card"]), "Amount", "Status"],
      isPhone
        ? ["21 Nov 2026, 12:00 Visa •••• 4242", "US$19.00", "Paid"]
        : ["21 Nov 2026, 12:00", "Visa •••• 4242", "US$19.00", "Paid"],
    ]);
  },
);

describe("what became of it", () => {
  const lastCell = (changes: Partial<AdminPayment>) => table([aPayment(changes)]).rows[1]?.at(-1);

  test.each([
    [{ refundedMinor: 1_900 }, "Refunded"],
    [{ refundedMinor: 900 }, "Partly refunded US$9.00"],
    [{ status: "requires_payment_method", declineCode: "insufficient_funds" }, "Declined insufficient funds"],
    [{ status: "requires_payment_method" }, "Waits for a card"],
    [{ status: "requires_action" }, "Waits for the customer"],
  ])("%j reads “%s”", (changes, words) => {
    expect(lastCell(changes)).toBe(words);
  });
});

test.each([
  ["en-US", "usd", 1_900, "$19.00", "Nov 21, 2026, 12:00"],
  ["en-JP", "jpy", 1_900, "¥1,900", "Nov 21, 2026, 12:00"],
  ["en-KW", "kwd", 1_900, "KWD\u00A01.900", "Nov 21, 2026, 12:00"],
  ["en-IN", "inr", 19_000_000, "₹1,90,000.00", "21 Nov 2026, 12:00"],
])("in %s an amount in %s, %d, is %s", (locale, currency, amountMinor, amount, when) => {
  const [, row] = table([aPayment({ amount: { amountMinor, currency } })], { locale }).rows;
  expect([row?.[0], row?.[3]]).toEqual([when, amount]);
});

test("a card that is not known is a dash, and one without digits still a card", () => {
  const cards = [null, "visa", "cartes_bancaires 0005"].map((card) => table([aPayment({ card })]).rows[1]?.[2]);
  expect(cards).toEqual(["–", "Visa", "Cartes Bancaires •••• 0005"]);
});

test("the machine's time is exact, whatever the words round off", () => {
  const createdAt = new Date("2026-11-21T12:00:59.123Z");
  expect(table([aPayment({ createdAt })]).all("time")[0]).toMatchObject({ dateTime: "2026-11-21T12:00:59.123Z" });
});
