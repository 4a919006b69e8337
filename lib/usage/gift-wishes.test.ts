import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { GiveCreditWish } from "@/lib/usage/gift-wishes";

const read = (changes: Record<string, string>) =>
  GiveCreditWish.safeParse({
    actId: newId(),
    userId: newId(),
    amount: "5.00",
    days: "90",
    reason: "Sorry",
    ...changes,
  });

describe("what an operator types", () => {
  test.each(["", "0", "0.00", "-5", "5.001", "1e3", "1000.01", "five", "5 000", "99999999999"])(
    "%o is no amount",
    (amount) => {
      expect(read({ amount }).error?.issues).toMatchObject([{ path: ["amount"] }]);
    },
  );

  test.each(["", "0", "-1", "1.5", "731", "soon"])("%o days are no term", (days) => {
    expect(read({ days }).error?.issues).toMatchObject([{ path: ["days"] }]);
  });

  test("without a reason is refused", () => {
    expect(read({ reason: " " }).error?.issues).toMatchObject([{ path: ["reason"] }]);
  });

  test.each([
    ["5.00", 5_000_000n],
    ["0,01", 10_000n],
    ["1000", 1_000_000_000n],
    [" 12.5 ", 12_500_000n],
  ])("%o is so many micro-dollars", (amount, micros) => {
    expect(read({ amount }).data).toMatchObject({ micros, days: 90 });
  });
});
