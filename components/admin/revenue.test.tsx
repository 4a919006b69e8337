import { describe, expect, test } from "vitest";
import { RevenueTable } from "@/components/admin/revenue-table";
import { StatementFigures } from "@/components/admin/statement-figures";
import { aLine, aStatement } from "@/components/admin/testing/statement";
import { pageOf } from "@/components/ui/testing/page";
import type { RecurringLine } from "@/lib/insights/schema";

const usd = (amountMinor: number) => ({ amountMinor, currency: "usd" });
const YEARLY = aLine({ interval: "year", price: usd(19_000), count: 1, monthly: usd(1_583) });
const TRIAL = aLine({ status: "trialing", count: 3, monthly: usd(5_700) });

function table(lines: RecurringLine[], { mrr = usd(0), trialMrr = usd(0), locale = "en-US" } = {}) {
  return pageOf(<RevenueTable lines={lines} mrr={mrr} trialMrr={trialMrr} locale={locale} />);
}

describe("what the revenue is made of", () => {
  test("is one line a price, and their sum", () => {
    expect(table([aLine(), YEARLY], { mrr: usd(5_383) }).rows).toEqual([
      ["Plan", "State", "Price", "Count", "A month"],
      ["Pro", "Active", "$19.00 a month", "× 2", "$38.00"],
      ["Pro", "Active", "$190.00 a year", "× 1", "$15.83"],
      ["Monthly recurring revenue", "", "3", "$53.83"],
    ]);
  });

  test("the sum is the server's, not the lines' roundings added up", () => {
    const thirds = [aLine({ monthly: usd(1_583) }), aLine({ price: usd(1), monthly: usd(1_583) })];
    expect(
      table(thirds, { mrr: usd(3_167) })
        .rows.at(-1)
        ?.at(-1),
    ).toBe("$31.67");
  });

  test("trials stand below it and do not count", () => {
    const { rows } = table([TRIAL, aLine()], { mrr: usd(3_800), trialMrr: usd(5_700) });
    expect(rows.slice(2)).toEqual([
      ["Monthly recurring revenue", "", "2", "$38.00"],
      ["Pro", "Trialing", "$19.00 a month", "× 3", "$57.00"],
      ["On trial, not in it", "", "3", "$57.00"],
    ]);
  });

  test("only trials still have a sum of nothing above them", () => {
    expect(table([TRIAL], { trialMrr: usd(5_700) }).rows[1]).toEqual(["Monthly recurring revenue", "", "0", "$0.00"]);
  });

  test("a quarter is three months, and a price that is none of ours is called that", () => {
    const { rows } = table([aLine({ plan: null, intervalCount: 3, status: "past_due" })]);
    expect(rows[1]?.slice(0, 3)).toEqual(["None of ours", "Past due", "$19.00 a 3 months"]);
  });

  test("a currency without decimals, and one with three, are written as they are", () => {
    const yen = aLine({
      price: { amountMinor: 2_900, currency: "jpy" },
      monthly: { amountMinor: 5_800, currency: "jpy" },
    });
    const dinar = aLine({
      price: { amountMinor: 5_500, currency: "kwd" },
      monthly: { amountMinor: 11_000, currency: "kwd" },
    });
    const { rows } = table([yen, dinar], { locale: "en-JP" });
    expect(rows.slice(1, 3).map((row) => row.at(-1))).toEqual(["¥5,800", "KWD\u00A011.000"]);
  });

  test("without anybody who pays says so instead of an empty table", () => {
    const { rows, text } = table([]);
    expect(rows).toEqual([]);
    expect(text).toContain("Nobody pays yet");
  });
});

describe("the figures at the top", () => {
  const figures = (changes: Parameters<typeof aStatement>[0], locale = "en-US") =>
    pageOf(<StatementFigures billing={aStatement(changes)} locale={locale} />).text;

  test("are the month's, the year's at this rate, and what trials may add", () => {
    const text = figures({ mrr: usd(123_456), trialMrr: usd(1_900), paying: 2, trialing: 1 });
    expect(text).toContain("Monthly recurring revenue $1,234.56 $14,814.72 a year at this rate");
    expect(text).toContain("Paying 2 people");
    expect(text).toContain("Trialing 1 person $19.00 more a month if all of them stay");
  });

  test("nobody is no people", () => {
    expect(figures({})).toContain("Paying 0 people");
  });

  test("each answers a question by which it can be found", () => {
    const { all, html } = pageOf(<StatementFigures billing={aStatement()} locale="en-US" />);
    expect(all("h2").map(({ text }) => text)).toEqual(["Monthly recurring revenue", "Paying", "Trialing"]);
    for (const { "aria-labelledby": id } of all("section") as { "aria-labelledby"?: string }[]) {
      expect(html).toContain(`<h2 id="${id}"`);
    }
  });
});
