import { describe, expect, test } from "vitest";
import { adviceFor, spentAdvice } from "./advice";

const place = { plan: "free", resetsAt: new Date("2027-03-03T00:00:00Z"), locale: "en-GB", path: "/chat/c1" } as const;
const advice = (code: string, retryAfterS?: number) =>
  adviceFor({ code, message: "The server's sentence.", retryAfterS }, place);

describe("a spent allowance", () => {
  test("says when it starts again and where plans and credits are", () => {
    const { text, link } = advice("allowance_spent");
    expect(text).toContain("3 March");
    expect(text).toContain("credits");
    expect(link).toEqual({ href: "/billing", label: "See plans and credits" });
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
  expect(link).toEqual({ href: "/billing#credits", label: "Buy credits" });
});

test("a session that ended leads back to the same conversation", () => {
  expect(advice("unauthenticated").link?.href).toBe("/sign-in?next=%2Fchat%2Fc1");
});

test("too many at once says how long to wait", () => {
  expect(advice("too_many_requests", 11.2).waitS).toBe(12);
  expect(advice("too_many_requests", 0).waitS).toBe(1);
  expect(advice("too_many_requests").text).toContain("kept");
  expect(advice("too_many_requests")).not.toHaveProperty("waitS");
});

test("a model that the plan lacks leads to plans, or to another model", () => {
  expect(advice("model_not_in_plan")).toMatchObject({ link: { href: "/billing" }, canSwitch: true });
});

describe("what is too long for the model", () => {
  test("may be sent with its files shortened", () => {
    const long = adviceFor(
      { code: "context_too_long", message: "Too long.", retryAfterS: undefined },
      { ...place, hasFiles: true },
    );
    expect(long).toMatchObject({ title: "Too long.", canShorten: true, canSendAgain: false });
    expect(long.link).toBeUndefined();
  });

  test("without files leads to a new chat", () => {
    expect(advice("context_too_long")).toMatchObject({ link: { href: "/chat" }, canSendAgain: false });
    expect(advice("context_too_long")).not.toHaveProperty("canShorten");
  });
});

test.each(["invalid_input", "payload_too_large", "not_found", "conflict", "model_not_in_plan"])(
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
