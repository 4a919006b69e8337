import { expect, test } from "vitest";
import { signedIn, waysIn } from "@/components/account/account-words";

test.each([
  [[], "with a link by mail"],
  [["google"], "with Google or a link by mail"],
  [["google", "github"], "with Google, GitHub or a link by mail"],
  [["okta"], "with okta or a link by mail"],
])("with %j one signs in %s", (providers, words) => {
  expect(waysIn(providers)).toBe(words);
});

test.each([
  [0, "You are signed in here only."],
  [1, "You are signed in here only."],
  [2, "You are signed in here and in one other place."],
  [5, "You are signed in here and in 4 other places."],
])("%d sessions: %s", (count, words) => {
  expect(signedIn(count)).toBe(words);
});
