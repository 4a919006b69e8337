import { describe, expect, test } from "vitest";
import { CustomerStanding } from "@/components/admin/customer-standing";
import { aStory } from "@/components/admin/testing/story";
import { pageOf } from "@/components/ui/testing/page";
import type { CustomerStory } from "@/lib/insights/schema";

const RESETS_AT = new Date("2026-12-01T12:00:00Z");

function told(allowance: Partial<CustomerStory["allowance"]>): string {
  const whole = {
    remainingMicros: 4_000_000n,
    grantedMicros: 10_000_000n,
    giftMicros: 0n,
    creditMicros: 0n,
    resetsAt: RESETS_AT,
  };
  return pageOf(<CustomerStanding story={aStory({ allowance: { ...whole, ...allowance } })} locale="en-US" />).text;
}

describe("why somebody can chat", () => {
  test.each<[Partial<CustomerStory["allowance"]>, string]>([
    [{}, "$4.00 of $10.00 of their allowance is left until December 1, 2026."],
    [{ creditMicros: 3_000_000n }, "until December 1, 2026. Beside it they have $3.00 of credits."],
    [
      { giftMicros: 5_000_000n, creditMicros: 3_000_000n },
      "Beside it they have $5.00 of credit from us and $3.00 of credits.",
    ],
    [
      { remainingMicros: 0n, giftMicros: 5_000_000n },
      "Nothing of their allowance is left: new answers draw on $5.00 of credit from us until December 1, 2026.",
    ],
    [{ remainingMicros: 0n }, "Nothing of their allowance is left: new answers wait until December 1, 2026."],
    [
      { remainingMicros: 0n, creditMicros: 3_000_000n },
      "Nothing of their allowance is left: new answers draw on $3.00 of credits until December 1, 2026.",
    ],
  ])("with %o", (allowance, expected) => {
    expect(told(allowance)).toContain(expected);
  });
});
