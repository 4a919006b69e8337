import fc from "fast-check";
import { expect, test } from "vitest";
import { endText, rateText, scopesText, spentShare, spentText, usedText } from "@/components/account/keys/key-words";

const NOW = new Date("2026-03-01T12:00:00.000Z");
const before = (ms: number) => new Date(NOW.getTime() - ms);

test("what a key may do is a list, or everything", () => {
  expect(scopesText([])).toBe("Nothing");
  expect(scopesText(["embeddings"])).toBe("Embeddings");
  expect(scopesText(["models", "chat"])).toBe("List models and chat completions");
  expect(scopesText(["models", "chat", "embeddings"])).toBe("Everything");
});

test("a limit of its own is told, and none is nothing to tell", () => {
  expect(rateText({ requestsPerMinute: null }, "en-US")).toBe("");
  expect(rateText({ requestsPerMinute: 1 }, "en-US")).toBe("1 request a minute");
  expect(rateText({ requestsPerMinute: 12_000 }, "en-US")).toBe("12,000 requests a minute");
});

test.each([
  [null, 0n, ""],
  [null, 120_000n, "$0.12 this cycle"],
  [5_000_000n, 0n, "$0.00 of $5.00 this cycle"],
])("a budget of %s with %s spent is %s", (budget, spent, text) => {
  expect(spentText(budget, spent, "en-US")).toBe(text);
});

test("the line is as long as what is spent, to a thousandth", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (budget, spent) => {
      const share = spentShare(budget, spent);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(Math.abs(share * Number(budget) - Number(spent))).toBeLessThanOrEqual(Number(budget) / 1000 + 1);
    }),
  );
});

test.each([
  [null, "Never used"],
  [before(0), "Used just now"],
  [before(119_000), "Used just now"],
  [before(5 * 60_000), "Used 5 minutes ago"],
  [before(26 * 3_600_000), "Used 1 day ago"],
  [before(-3_600_000), "Used just now"],
])("last used at %j is %j", (at, text) => {
  expect(usedText(at, NOW)).toBe(text);
});

test("an end is a day, or none", () => {
  expect(endText({ expiresAt: null, state: "live" }, "en-US")).toBe("No end");
  expect(endText({ expiresAt: NOW, state: "live" }, "en-GB")).toBe("Ends on 1 March 2026");
  expect(endText({ expiresAt: NOW, state: "expired" }, "en-US")).toBe("Expired on March 1, 2026");
  expect(endText({ expiresAt: NOW, state: "revoked" }, "en-US")).toBe("Opens nothing any more");
});
