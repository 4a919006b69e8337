import { expect, test } from "vitest";
import { allowanceLow } from "@/lib/notifications/letters/allowance-low";

const TOLD = {
  plan: "Pro",
  isSpent: true,
  resetsAt: "2026-12-01T00:00:00Z",
  whenSpent: "credits",
  hasCredits: true,
  billingUrl: "https://parley.test/billing",
};

const textWith = async (changes: object) => (await allowanceLow.compose({ ...TOLD, ...changes })).text;

test.each([
  [{ hasGift: true }, "Until then new messages use the credit that we gave you."],
  [
    { hasGift: true, isSpent: false, hasCredits: false },
    "Once it is used up new messages use the credit that we gave you.",
  ],
  [{ hasGift: true, whenSpent: "stop" }, "Until then new messages use the credit that we gave you."],
  [{ hasGift: false, whenSpent: "stop" }, "Until then new messages wait. A bigger plan begins at once."],
  [{ hasGift: false }, "Until then new messages use the credits that you bought."],
])("with %o", async (changes, expected) => {
  expect(await textWith(changes)).toContain(expected);
});

test("a letter that was queued before there were gifts says nothing of them", async () => {
  expect(await textWith({})).toContain("Until then new messages use the credits that you bought.");
});
