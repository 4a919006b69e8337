import { expect, test } from "vitest";
import { receiptQuery } from "./usage-words";

test("a choice is a query without what was not chosen", () => {
  expect(receiptQuery({})).toBe("");
  expect(receiptQuery({ model: "a&b", origin: undefined, from: "2026-11-01" })).toBe("?model=a%26b&from=2026-11-01");
  expect(receiptQuery({ origin: "api" }, { after: "1_2" })).toBe("?origin=api&after=1_2");
});
