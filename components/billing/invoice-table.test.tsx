import { describe, expect, test } from "vitest";
import { InvoiceTable } from "@/components/billing/invoice-table";
import { anInvoice } from "@/components/billing/testing/overview";
import { pageOf, type Screen } from "@/components/ui/testing/page";
import type { InvoiceView } from "@/lib/billing/schema";

function table(invoices: InvoiceView[], { locale = "en-GB", screen }: { locale?: string; screen?: Screen } = {}) {
  return pageOf(<InvoiceTable invoices={invoices} locale={locale} />, screen);
}

test("without invoices it says what will be here", () => {
  const { rows, text } = table([]);
  expect(rows).toEqual([]);
  expect(text).toContain("No invoices yet Each payment will leave one here, to look at and as a PDF.");
});

test("each has its date, number, amount, state and papers, in the order they came", () => {
  const older = anInvoice({ id: "in_0", number: "PAR-0000", createdAt: new Date("2026-10-05T09:00:00Z") });
  expect(table([anInvoice(), older]).rows.map((row) => row.slice(0, 4))).toEqual([
    ["Date", "Number", "Amount", "Status"],
    ["5 November 2026", "PAR-0001", "US$19.00", "Paid"],
    ["5 October 2026", "PAR-0000", "US$19.00", "Paid"],
  ]);
});

test("on a phone the number stands under the date", () => {
  expect(table([anInvoice()], { screen: "phone" }).rows[1]?.[0]).toBe("5 November 2026 PAR-0001");
});

describe("the papers", () => {
  test("are named with their invoice, because a list of links is read without the table", () => {
    expect(table([anInvoice()]).links).toEqual({
      "View invoice PAR-0001 (opens in a new tab)": "https://stripe.example/invoice/in_1",
      "PDF of invoice PAR-0001 (opens in a new tab)": "https://stripe.example/invoice/in_1/pdf",
    });
  });

  test("of an open invoice are a way to pay it", () => {
    const [name] = Object.keys(table([anInvoice({ status: "open" })]).links);
    expect(name).toMatch(/^Pay invoice PAR-0001/);
  });

  test("that do not exist are not linked, and a draft is named by its id", () => {
    const draft = anInvoice({ status: "draft", number: null, pdfUrl: null });
    const { links, rows } = table([draft]);
    expect(Object.keys(links)).toEqual(["View invoice in_1 (opens in a new tab)"]);
    expect(rows[1]?.slice(1, 4)).toEqual(["–", "US$19.00", "draft"]);
    expect(table([{ ...draft, hostedUrl: null }]).links).toEqual({});
  });
});

test.each([
  ["en-US", { amountMinor: 1_900, currency: "usd" }, "November 5, 2026", "$19.00"],
  ["en-JP", { amountMinor: 2_900, currency: "jpy" }, "November 5, 2026", "¥2,900"],
  ["en-GB", { amountMinor: 5_505, currency: "kwd" }, "5 November 2026", "KWD\u00A05.505"],
  ["en-DE", { amountMinor: 1_900, currency: "eur" }, "5 November 2026", "€19.00"],
])("in %s, %j of %s is %s", (locale, total, day, amount) => {
  const [, row] = table([anInvoice({ total })], { locale }).rows;
  expect([row?.[0], row?.[2]]).toEqual([day, amount]);
});

test("an invoice of the last minute of a day in UTC keeps that day, as Stripe has it", () => {
  const late = anInvoice({ createdAt: new Date("2026-12-31T23:59:59Z") });
  expect(table([late]).rows[1]?.[0]).toBe("31 December 2026");
});
