import { expect, test } from "vitest";
import { periodText, receiptQuery } from "./usage-words";

test("a choice is a query without what was not chosen", () => {
  expect(receiptQuery({})).toBe("");
  expect(receiptQuery({ model: "a&b", origin: undefined, from: "2026-11-01" })).toBe("?model=a%26b&from=2026-11-01");
  expect(receiptQuery({ origin: "api" }, { after: "1_2" })).toBe("?origin=api&after=1_2");
});

test("a period is its first and last day where the reader is", () => {
  const period = { startsAt: new Date("2026-11-01T02:00:00Z"), endsAt: new Date("2026-12-01T02:00:00Z") };
  expect(periodText(period, { locale: "en-US", zone: "UTC" })).toMatch(/^Nov 1\s–\sDec 1, 2026$/u);
  expect(periodText(period, { locale: "en-GB", zone: "America/New_York" })).toMatch(/^31 Oct\s–\s30 Nov 2026$/u);
});
