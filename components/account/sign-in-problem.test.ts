import { expect, test } from "vitest";
import { signInProblem } from "@/components/account/sign-in-problem";

test("no code is no problem", () => {
  expect(signInProblem(undefined)).toBeUndefined();
});

test("a known code is explained", () => {
  expect(signInProblem("OAuthAccountNotLinked")).toMatch(/account with this address already/);
});

test.each(["Configuration", "constructor", "__proto__", "<script>"])("the unknown code %j is never shown", (code) => {
  const sentence = signInProblem(code);
  expect(sentence).toMatch(/did not work/);
  expect(sentence).not.toContain(code);
});
