import { expect, test } from "vitest";
import { resetDay } from "./reset-day";

test("the day is the ledger's, wherever it is read, in the reader's language", () => {
  const lastMoment = new Date("2026-11-30T23:59:59.999Z");
  expect(resetDay(lastMoment, "en-GB")).toBe("30 November");
  expect(resetDay(new Date(lastMoment.getTime() + 1), "en-US")).toBe("December 1");
});
