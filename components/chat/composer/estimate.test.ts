import { describe, expect, test } from "vitest";
import { aFile } from "@/components/chat/state/testing/a-file";
import { estimateMicros, estimateText } from "./estimate";
import { SWIFT } from "./testing/models";

const nothing = { text: "", instructions: "", files: [], messages: [] };
const file = (boundTokens: number) => aFile("f", { boundTokens });

describe("about what a send costs", () => {
  // 500 tokens of a usual answer, at 2 dollars a million.
  const answer = 1_000n;

  test("is an answer of the usual length", () => {
    expect(estimateMicros(nothing, SWIFT)).toBe(answer);
  });

  test("and what is read: the words, the instructions, what was said before, and all files", () => {
    const before = { role: "user", status: "complete", content: "x".repeat(400), attachments: [file(100)] } as const;
    const sending = {
      text: "x".repeat(400),
      instructions: "x".repeat(400),
      files: [file(300)],
      messages: [{ ...before, attachments: [file(100)] }],
    };
    // 300 tokens of words and 400 of files, at a quarter of a dollar a million.
    expect(estimateMicros(sending, SWIFT)).toBe(answer + 175n);
  });

  test("is never more than the model can read", () => {
    expect(estimateMicros({ ...nothing, files: [file(10_000_000)] }, SWIFT)).toBe(answer + 32_000n);
  });
});

describe("in words", () => {
  const allowance = { grantedMicros: 1_000_000n, remainingMicros: 400_000n };

  test.each([
    [3_000n, "≈ 0.3% of your allowance"],
    [123_000n, "≈ 12% of your allowance"],
    [50n, "Less than 0.01% of your allowance"],
    [2_000_000n, "≈ 200% of your allowance"],
  ])("%s micro-dollars are %s", (micros, text) => {
    expect(estimateText(micros, allowance, "en-US")).toBe(text);
  });

  test("of no allowance, or of one that is used up, is nothing", () => {
    expect(estimateText(50n, { grantedMicros: 0n, remainingMicros: 0n }, "en-US")).toBeUndefined();
    expect(estimateText(50n, { ...allowance, remainingMicros: 0n }, "en-US")).toBeUndefined();
  });

  test("are in the person's language", () => {
    expect(estimateText(3_000n, allowance, "de-DE")).toMatch(/^≈ 0,3\s%/);
  });
});
