import { describe, expect, test } from "vitest";
import { CurrencyLinks } from "@/components/admin/currency-links";
import { FigureTable, PlanRevenue } from "@/components/admin/figure-table";
import { shareText } from "@/components/admin/figure-words";
import { MonthColumns } from "@/components/admin/month-columns";
import { movementSteps } from "@/components/admin/movement-steps";
import { MovementWaterfall } from "@/components/admin/movement-waterfall";
import { aMonth, someFigures } from "@/components/admin/testing/movements";
import { pageOf } from "@/components/ui/testing/page";

const NOTHING = aMonth({
  startMinor: 0,
  newMinor: 0,
  expansionMinor: 0,
  contractionMinor: 0,
  churnMinor: 0,
  endMinor: 0,
});

describe("a month's waterfall", () => {
  test("each step begins where the one before it ended", () => {
    // 100.00 + 50.00 + 0 + 50.00 - 20.00 - 80.00 = 100.00, in hundredths of the highest, 200.00.
    expect(movementSteps(aMonth()).map(({ name, from, length }) => [name, from, length])).toEqual([
      ["At its beginning", 0, 50],
      ["New", 50, 25],
      ["Back", 75, 0],
      ["More", 75, 25],
      ["Less", 90, 10],
      ["Gone", 50, 40],
      ["Now, or at its end", 0, 50],
    ]);
  });

  test("of a month without revenue has no bars, and divides by nothing", () => {
    expect(movementSteps(NOTHING).every(({ from, length }) => from === 0 && length === 0)).toBe(true);
  });

  test("is a table, so that it is read out with its signs", () => {
    const { rows } = pageOf(<MovementWaterfall month={aMonth()} currency="usd" locale="en-US" />);
    expect(rows.map((row) => row.at(-1))).toEqual([
      "A month",
      "$100.00",
      "+$50.00",
      "$0.00",
      "+$50.00",
      "-$20.00",
      "-$80.00",
      "$100.00",
    ]);
    expect(rows[1]?.[0]).toBe("At its beginning Monthly recurring revenue as the month began.");
  });
});

describe("month by month", () => {
  const months = [aMonth({ month: "2026-10", endMinor: 5_000 }), aMonth()];

  test("says in words where it began and where it is, and has every number in a table", () => {
    const { text, rows } = pageOf(<MonthColumns months={months} currency="usd" locale="en-US" />);
    expect(text).toContain("Monthly revenue, from $50.00 at the end of October 2026 to $100.00 now.");
    expect(rows.map(([month]) => month)).toEqual(["Month", "November 2026", "October 2026"]);
    expect(rows[1]?.at(-1)).toBe("4 (+2, −1)");
  });

  test("columns stand on zero and the highest fills the height", () => {
    const { html } = pageOf(<MonthColumns months={months} currency="usd" locale="en-US" />);
    expect(
      [...html.matchAll(/<rect[^>]*y="([\d.]+)"[^>]*height="([\d.]+)"/gu)].map(([, y, height]) => [y, height]),
    ).toEqual([
      ["20", "20"],
      ["0", "40"],
    ]);
  });

  test("of nothing draws nothing that is not a number", () => {
    const still = { ...NOTHING, joined: 0 };
    expect(pageOf(<MonthColumns months={[still]} currency="usd" locale="en-US" />).text).toContain("Nothing moved yet");
    const { html } = pageOf(<MonthColumns months={[NOTHING]} currency="usd" locale="en-US" />);
    expect(html).toContain("<rect");
    expect(html).not.toContain("NaN");
    expect(pageOf(<MonthColumns months={[]} currency="usd" locale="en-US" />).text).toBe("");
  });
});

describe("figures", () => {
  test("each has its value and the sentence that defines it", () => {
    const { rows } = pageOf(<FigureTable figures={someFigures()} locale="en-US" />);
    expect(rows.map(([name, value]) => [name, value])).toEqual([
      ["Figure", "Value"],
      ["Annual recurring revenue", "$1,200.00"],
      ["Revenue a person", "$25.00"],
      ["Lifetime value", "$100.00"],
      ["Customer churn", "25% 1 of 4 people"],
      ["Revenue churn", "12.5% $12.50 of $100.00"],
      ["Trial conversion", "33.3% 1 of 3 trials"],
      ["Failed payments", "2"],
      ["Recovered", "50% 1 of 2 invoices"],
      ["Refunded", "$23.00 2"],
      ["Disputed", "$19.00 1"],
    ]);
    expect(rows.slice(1).every((row) => row[2]?.endsWith("."))).toBe(true);
  });

  test("on a phone the sentence stands below the name", () => {
    const { rows } = pageOf(<FigureTable figures={someFigures()} locale="en-US" />, "phone");
    expect(rows[2]?.[0]).toBe("Revenue a person Monthly recurring revenue, divided by the people who pay.");
  });

  test("what can not be divided is a dash, and no zero", () => {
    const { rows } = pageOf(<FigureTable figures={someFigures({ arpu: null, ltv: null })} locale="en-US" />);
    expect([rows[2]?.[1], rows[3]?.[1]]).toEqual(["–", "–"]);
    expect(shareText({ part: 0, whole: 0 }, "en-US")).toBe("–");
    expect(shareText({ part: 0, whole: 9 }, "en-US")).toBe("0%");
  });

  test("revenue by plan has its sum below, in the currency's own decimals", () => {
    const yen = (amountMinor: number) => ({ amountMinor, currency: "jpy" });
    const revenue = [
      { plan: "pro" as const, invoices: 2, paid: yen(3_800) },
      { plan: null, invoices: 1, paid: yen(500) },
    ];
    expect(
      pageOf(<PlanRevenue figures={someFigures({ currency: "jpy", revenue })} locale="en-US" />).rows.slice(1),
    ).toEqual([
      ["Pro", "2", "¥3,800"],
      ["None of ours", "1", "¥500"],
      ["Together", "3", "¥4,300"],
    ]);
    expect(pageOf(<PlanRevenue figures={someFigures()} locale="en-US" />).text).toContain("Nothing was paid");
  });
});

test("with one currency there is nothing to choose; with more each is a link", () => {
  expect(pageOf(<CurrencyLinks currencies={["usd"]} shown="usd" />).html).toBe("");
  expect(pageOf(<CurrencyLinks currencies={["usd", "eur"]} shown="eur" />).links).toEqual({
    USD: "/admin/billing?currency=usd",
    EUR: "/admin/billing?currency=eur",
  });
});
