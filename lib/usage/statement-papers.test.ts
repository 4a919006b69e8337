import { extractText, getDocumentProxy } from "unpdf";
import { expect, test } from "vitest";
import { formatMicrosExactly } from "@/lib/platform/money";
import { readCsv } from "@/lib/platform/testing/read-csv";
import type { Statement } from "@/lib/usage/schema";
import { statementCsv } from "@/lib/usage/statement-csv";
import { statementNumber, statementPdf } from "@/lib/usage/statement-pdf";
import { aStatement, aUse } from "@/lib/usage/testing/statements";

async function pdfOf(statement: Statement, { locale = "en-US", zone = "Europe/Vienna" } = {}) {
  const bytes = await statementPdf({
    statement,
    email: "ada@parley.test",
    locale,
    zone,
    issuedAt: new Date("2026-12-02T12:00:00Z"),
    modelName: (id) => `Model ${id}`,
  });
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(pdf, { mergePages: true });
  return { text: text.replaceAll(/\s+/gu, " "), pages: pdf.numPages, bytes };
}

test("on paper stands who, which period, and every figure of the statement", async () => {
  const statement = aStatement();
  const { text, pages } = await pdfOf(statement);
  expect(pages).toBe(1);
  for (const words of [
    "Statement of use",
    "ada@parley.test",
    "November 1, 2026 – December 1, 2026",
    statementNumber(statement),
    "Granted by the plan $10.000000",
    "Used -$3.500001",
    "Not used when the period ended -$6.499999",
    "Left $0.000000",
    "Brought forward $5.000000",
    "Carried forward $2.749999",
    "Model parley-sage 12 40,000 1,000 9,000 $5.000000",
    "Model parley-swift 3 2,000 0 500 $0.750002",
    "Total 15 42,000 1,000 9,500 $5.750002",
    "Answers cost $0.000321 more than was held for them; that was not charged.",
    "Days are those of Europe/Vienna.",
  ]) {
    expect(text).toContain(words);
  }
});

test("without credits nothing is said of them", async () => {
  const none = { opening: 0n, bought: 0n, used: 0n, held: 0n, paidBack: 0n, lapsed: 0n, closing: 0n };
  expect((await pdfOf(aStatement({ credits: none }))).text).not.toContain("credits");
});

test("of gifts is said what was given, used, taken back and carried forward, and nothing where there are none", async () => {
  const gifts = {
    opening: 0n,
    given: 5_000_000n,
    used: 1_250_001n,
    held: 0n,
    takenBack: 0n,
    lapsed: 0n,
    closing: 3_749_999n,
  };
  const statement = aStatement({ gifts: { ...gifts, takenBack: 1n, closing: 3_749_998n } });
  expect((await pdfOf(statement)).text).toContain(
    "Credit from us Brought forward $0.000000 Given by us $5.000000 Used -$1.250001 Taken back by us -$0.000001 Carried forward $3.749998",
  );
  const lines = readCsv(statementCsv(statement)).map((row) => `${row[0]} ${row.at(-1)}`);
  expect(lines).toEqual(
    expect.arrayContaining([
      "gifts_given 5000000",
      "gifts_used -1250001",
      "gifts_taken_back -1",
      "gifts_closing 3749998",
    ]),
  );
  expect((await pdfOf(aStatement())).text).not.toContain("Credit from us");
  expect(statementCsv(aStatement())).not.toContain("gifts_");
});

test("days are those of the person's zone, as they are written where the person is", async () => {
  const { text } = await pdfOf(aStatement(), { locale: "en-GB", zone: "Pacific/Honolulu" });
  expect(text).toContain("31 October 2026 – 30 November 2026");
  expect(text).toContain("US$10.000000");
});

test("many models go on over pages, none is lost, and each page says which it is", async () => {
  const uses = Array.from({ length: 60 }, (_, index) => ({
    model: `m${index}`,
    ...aUse({ chargedMicros: BigInt(index) }),
  }));
  const { text, pages } = await pdfOf(aStatement({ uses }));
  expect(pages).toBeGreaterThan(1);
  for (const { model, chargedMicros } of uses) {
    expect(text).toContain(`Model ${model} 1 0 0 0 ${formatMicrosExactly(chargedMicros)}`);
  }
  expect(text).toContain(`${pages} of ${pages}`);
});

test("a period that still runs says so", async () => {
  expect((await pdfOf(aStatement({ isRunning: true }))).text).toContain("the period still runs");
  expect((await pdfOf(aStatement())).text).not.toContain("still runs");
});

test("the table has the same figures, in micro-dollars", () => {
  const [head, ...rows] = readCsv(statementCsv(aStatement()));
  expect(head?.at(-1)).toBe("micro_usd");
  const amounts = Object.fromEntries(rows.map((row) => [`${row[0]} ${row[1]}`.trim(), row.at(-1)]));
  expect(amounts).toEqual({
    allowance_granted: "10000000",
    allowance_used: "-3500001",
    allowance_lapsed: "-6499999",
    allowance_closing: "0",
    credits_opening: "5000000",
    credits_used: "-2250001",
    credits_closing: "2749999",
    "use parley-sage": "5000000",
    "use parley-swift": "750002",
    use_total: "5750002",
    borne_by_operator: "321",
  });
});
