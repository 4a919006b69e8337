import { describe, expect, test } from "vitest";
import { adviceFor, spentAdvice } from "./advice";

const place = { plan: "free", resetsAt: new Date("2027-03-03T00:00:00Z"), locale: "en-GB", path: "/chat/c1" } as const;
const advice = (code: string, retryAfterS?: number) =>
  adviceFor({ code, message: "The server's sentence.", retryAfterS }, place);

describe("a spent allowance", () => {
  test("says when it starts again and where plans are", () => {
    const { text, link } = advice("allowance_spent");
    expect(text).toContain("3 March");
    expect(link?.href).toBe("/billing");
  });

  test("can be sent again, for a plan may have been bought meanwhile", () => {
    expect(advice("allowance_spent").canSendAgain).toBe(true);
    expect(spentAdvice(place).canSendAgain).toBe(false);
  });
});

test("the largest plan is not told to buy a larger one", () => {
  const { text, link } = spentAdvice({ ...place, plan: "enterprise" });
  expect(text).toContain("3 March");
  expect(text).not.toContain("larger");
  expect(link).toBeUndefined();
});

test("a session that ended leads back to the same conversation", () => {
  expect(advice("unauthenticated").link?.href).toBe("/sign-in?next=%2Fchat%2Fc1");
});

test("too many at once says how long to wait", () => {
  expect(advice("too_many_requests", 11.2).text).toContain("in 12 seconds");
  expect(advice("too_many_requests", 0).text).toContain("in a second");
  expect(advice("too_many_requests").text).toContain("kept");
});

test.each(["invalid_input", "payload_too_large", "not_found", "model_not_in_plan"])(
  "%s would be refused again, so sending it again is not offered",
  (code) => {
    expect(advice(code).canSendAgain).toBe(false);
  },
);

test.each(["unreachable", "offline", "model_down", "internal", "something_new"])(
  "%s says the sentence it came with and may be sent again",
  (code) => {
    expect(advice(code)).toEqual({ title: "The server's sentence.", canSendAgain: true });
  },
);
