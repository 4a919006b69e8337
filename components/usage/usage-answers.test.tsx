import { expect, test } from "vitest";
import { pageOf } from "@/components/ui/testing/page";
import { anAllowance } from "@/components/usage/testing/allowance";
import { UsageAnswers } from "@/components/usage/usage-answers";
import type { Credit } from "@/lib/usage/schema";

function answers(changes: Parameters<typeof anAllowance>[0] = {}, credits: Credit[] = [], zone = "UTC") {
  const allowance = anAllowance(changes);
  return pageOf(<UsageAnswers allowance={allowance} credits={credits} locale="en-US" zone={zone} />).text;
}

test("what is left, of how much, and when it starts again where the person is", () => {
  expect(answers()).toContain("Left of this period $0.15 of $0.20");
  expect(answers()).toContain("Starts again on Dec 5, 2026, 09:00.");
  expect(answers({}, [], "America/Los_Angeles")).toContain("Starts again on Dec 5, 2026, 01:00.");
});

test("a seat that has less than its plan says why, and from when on it has all of it", () => {
  const used = answers({ lessBecause: "seat-used" });
  expect(used).toContain(
    "This seat was used by somebody else in this period. It is whole again on Dec 5, 2026, 09:00.",
  );
  expect(answers({ lessBecause: "seat-added" })).toContain(
    "added within this period, for the rest of it. It is whole on",
  );
  expect(used).not.toContain("Starts again");
});

test("what is held is told apart from what was used", () => {
  expect(answers()).toContain("Used of it $0.05 Nothing is held");
  const held = answers({ reservedMicros: 30_000n, remainingMicros: 120_000n });
  expect(held).toContain("Used of it $0.05 $0.03 more is held for answers that are being written.");
});

test("what was given is credit from us, with its term, and told apart from what was bought", () => {
  const credit = (isGift: boolean, leftMicros: bigint, day: string): Credit => {
    return { id: day, isGift, grantedMicros: 9_000_000n, leftMicros, expiresAt: new Date(`${day}T00:00:00Z`) };
  };
  const gift = credit(true, 5_000_000n, "2027-03-01");
  expect(answers({}, [gift])).toContain("Credit from us $5.00 $5.00 until March 1, 2027");
  const text = answers({}, [gift, credit(false, 1_000_000n, "2026-12-24")]);
  expect(text).toContain("Credit $6.00 Credit from us: $5.00 until March 1, 2027 $1.00 until December 24, 2026");
});

test("each purchase has its term, the one that ends first first, and there is one sum", () => {
  const credit = (leftMicros: bigint, day: string): Credit => {
    return { id: day, isGift: false, grantedMicros: 9_000_000n, leftMicros, expiresAt: new Date(`${day}T00:00:00Z`) };
  };
  const text = answers({}, [credit(1_000_000n, "2026-12-24"), credit(2_500_000n, "2027-03-01")]);
  expect(text).toContain("Bought credits $3.50 $1.00 until December 24, 2026 $2.50 until March 1, 2027");
});
