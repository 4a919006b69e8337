import { expect, test } from "vitest";
import { marginPlanText, netText, revenueText } from "@/components/admin/margin-words";

const revenue = (currency: string, invoicesMinor: number, refundedMinor = 0) => {
  return { currency, invoicesMinor, refundedMinor, packsMinor: 1_000, packsReturnedMinor: 250 };
};

test("currencies stand beside each other and are never added", () => {
  expect(revenueText([revenue("eur", 1_900, 500), revenue("usd", 0)], "en-US")).toBe("€21.50 + $7.50");
  expect(revenueText([], "en-US")).toBe("$0.00");
});

test("what a margin leaves out is said beside it", () => {
  const margin = { revenue: [], costMicros: 0n, netMicros: -1_500_000n, apart: [] as string[] };
  expect(netText(margin, "en-US")).toBe("-$1.50");
  expect(netText({ ...margin, apart: ["gbp", "jpy"] }, "en-US")).toBe("-$1.50, without GBP, JPY");
});

test.each([
  ["pro", "Pro"],
  ["credits", "Bought credits"],
  ["gifts", "Given credit"],
  [null, "No plan of ours"],
] as const)("%s is called %s", (plan, name) => expect(marginPlanText(plan)).toBe(name));
