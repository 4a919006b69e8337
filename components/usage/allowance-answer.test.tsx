import { describe, expect, test } from "vitest";
import { pageOf } from "@/components/ui/testing/page";
import { AllowanceAnswer } from "@/components/usage/allowance-answer";
import { anAllowance } from "@/components/usage/testing/allowance";

function answer(changes: Parameters<typeof anAllowance>[0] = {}, locale = "en-US") {
  return pageOf(<AllowanceAnswer allowance={anAllowance(changes)} locale={locale} />);
}

describe("what was used of the month", () => {
  test("is said with what there was, and when it starts again", () => {
    expect(answer().text).toContain("Used this month $0.05 of $0.20");
    expect(answer().text).toContain("Starts again on December 5, 2026.");
  });

  test("counts what is promised to answers that are being written", () => {
    expect(answer({ reservedMicros: 30_000n, remainingMicros: 120_000n }).text).toContain("Used this month $0.08 of");
  });

  test("less than a cent is not nothing", () => {
    expect(answer({ usedMicros: 1_200n, remainingMicros: 198_800n }).text).toContain("Used this month $0.0012 of");
  });

  test("all of it says that new messages wait, and until when", () => {
    const { text, html } = answer({ usedMicros: 200_000n, remainingMicros: 0n }, "en-GB");
    expect(text).toContain("Used this month US$0.20 of US$0.20");
    expect(text).toContain("Used up: new messages wait until it starts again on 5 December 2026.");
    expect(html).toContain("bg-bad");
  });

  test("all of it with credits beside says that these are used, and how much there is", () => {
    const { text } = answer({ usedMicros: 200_000n, remainingMicros: 0n, creditMicros: 2_500_000n });
    expect(text).toContain("Used up: new messages use your credits until it starts again on December 5, 2026.");
    expect(text).toContain("Beside it: $2.50 of credits.");
    expect(answer().text).not.toContain("credits");
  });

  test("all of it with credit from us beside says that this is used first, and how much there is", () => {
    const spent = { usedMicros: 200_000n, remainingMicros: 0n };
    const { text } = answer({ ...spent, giftMicros: 5_000_000n, creditMicros: 2_500_000n });
    expect(text).toContain("Used up: new messages use credit from us until it starts again on December 5, 2026.");
    expect(text).toContain("Beside it: $5.00 of credit from us. Beside it: $2.50 of credits.");
    expect(answer({ giftMicros: 1_000_000n }).text).toContain("Beside it: $1.00 of credit from us.");
  });

  test("is heard in money, and the day is exact for machines", () => {
    const page = answer();
    expect(page.all("meter")).toMatchObject([
      { "aria-label": "Model use this month", "aria-valuetext": "$0.05 of $0.20 used", value: "0.25" },
    ]);
    expect(page.all("time")).toMatchObject([{ dateTime: "2026-12-05T09:00:00.000Z" }]);
  });
});
