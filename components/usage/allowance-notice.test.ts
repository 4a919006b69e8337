import { expect, test } from "vitest";
import { allowanceNotice } from "@/components/usage/allowance-notice";
import { anAllowance } from "@/components/usage/testing/allowance";

const said = (usedMicros: bigint, { spentMicros = 0n, giftMicros = 0n, creditMicros = 0n } = {}) =>
  allowanceNotice(anAllowance({ usedMicros, giftMicros, creditMicros }), { spentMicros, locale: "en-US" });

test("nothing is said before four fifths are used, however much is held", () => {
  expect(said(159_999n)).toBeUndefined();
  const held = anAllowance({ usedMicros: 10n, reservedMicros: 199_990n, remainingMicros: 0n });
  expect(allowanceNotice(held, { spentMicros: 0n, locale: "en-US" })).toBeUndefined();
});

test("four fifths, and more, are said with the day it starts again, in the reader's way", () => {
  expect(said(160_000n)).toBe("80% of this month's allowance is used. It starts again on December 5.");
  expect(said(150_000n, { spentMicros: 30_000n })).toBe(
    "90% of this month's allowance is used. It starts again on December 5.",
  );
  const german = allowanceNotice(anAllowance({ usedMicros: 170_000n }), { spentMicros: 0n, locale: "de-DE" });
  expect(german?.replaceAll("\u00a0", " ")).toContain("85 %");
});

test("a seat that somebody else used up is used up, however little that was", () => {
  const none = anAllowance({ grantedMicros: 0n, usedMicros: 0n, remainingMicros: 0n });
  expect(allowanceNotice(none, { spentMicros: 0n, locale: "en-US" })).toContain("This month's allowance is used up.");
});

test("its end is said when what is left is next to nothing, with the credits where there are some", () => {
  expect(said(199_501n)).toBe("This month's allowance is used up. It starts again on December 5.");
  expect(said(199_000n)).toContain("99% of");
  expect(said(200_000n, { creditMicros: 5n })).toBe(
    "This month's allowance is used up. Your credits are used until it starts again on December 5.",
  );
});

test("credit from us comes before credits, and is drawn on in every plan", () => {
  expect(said(200_000n, { giftMicros: 5n, creditMicros: 5n })).toBe(
    "This month's allowance is used up. Credit from us is used until it starts again on December 5.",
  );
});
