import { describe, expect, test } from "vitest";
import { canSend, hintOf } from "./hint";

const calm = { length: 10, messageLimit: 1_000, isAnswering: false, isOnline: true, locale: "en-US" };

describe("the hint", () => {
  test("of being offline comes before everything else", () => {
    expect(hintOf({ ...calm, length: 2_000, isAnswering: true, isOnline: false, isLost: true })).toContain("offline");
  });

  test("of being offline promises no more than is so", () => {
    expect(hintOf({ ...calm, isOnline: false })).toContain("kept on this device");
    expect(hintOf({ ...calm, isOnline: false, isTemporary: true })).toContain("kept on this page");
  });

  test("of a connection that broke is quiet, and comes before what is written", () => {
    expect(hintOf({ ...calm, length: 2_000, isLost: true })).toBe("Reconnecting…");
  });

  test("of a message that is slow is quiet, and gives way to being offline", () => {
    expect(hintOf({ ...calm, length: 2_000, isAnswering: true, isSlow: true })).toBe("Still trying…");
    expect(hintOf({ ...calm, isSlow: true, isOnline: false })).toContain("offline");
  });

  test("says that a stop did not work", () => {
    expect(hintOf({ ...calm, isAnswering: true, stopFailed: true })).toContain("could not be stopped");
  });

  test("of a message that is too long says by how much", () => {
    expect(hintOf({ ...calm, length: 2_500 })).toBe("Too long by 1,500 characters.");
  });

  test("near the limit says what is left, up to the last character", () => {
    expect(hintOf({ ...calm, length: 901 })).toBe("99 characters left.");
    expect(hintOf({ ...calm, length: 1_000 })).toBe("0 characters left.");
    expect(hintOf({ ...calm, length: 900 })).not.toContain("left");
  });

  test("tells what is written while an answer arrives to wait, and an empty field nothing", () => {
    expect(hintOf({ ...calm, isAnswering: true })).toContain("when the answer is complete");
    expect(hintOf({ ...calm, isAnswering: true, length: 0 })).toContain("can be wrong");
  });

  test("says what files still need", () => {
    expect(hintOf({ ...calm, uploads: 1 })).toContain("when the files have arrived");
    expect(hintOf({ ...calm, files: 1, length: 0 })).toContain("what you would like to know");
    expect(hintOf({ ...calm, blindModel: "Swift" })).toContain("Swift can not look at pictures");
  });

  test("says about what it costs, once there is something to send", () => {
    expect(hintOf({ ...calm, estimate: "≈ 0.3% of your allowance" })).toContain("0.3%");
    expect(hintOf({ ...calm, length: 0, estimate: "≈ 0.3% of your allowance" })).toContain("can be wrong");
  });
});

describe("sending", () => {
  const ready = { ...calm, isBlank: false, hasModel: true };

  test("is possible, also while an answer arrives: then it waits", () => {
    expect(canSend(ready)).toBe(true);
    expect(canSend({ ...ready, isAnswering: true })).toBe(true);
    expect(canSend({ ...ready, length: 1_000 })).toBe(true);
  });

  test.each([
    { isBlank: true },
    { length: 1_001 },
    { isOnline: false },
    { hasModel: false },
    { uploads: 1 },
    { blindModel: "Swift" },
  ])("is not with %o", (changes) => {
    expect(canSend({ ...ready, ...changes })).toBe(false);
  });
});
