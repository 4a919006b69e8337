import { expect, test } from "vitest";
import { planLink } from "@/components/marketing/plan-links";
import { signUpLead } from "@/components/account/sign-up-lead";

test("names the trial that was chosen on the way here", () => {
  const link = new URL(planLink("pro", "year", { isSignedIn: false }), "http://parley.test");
  expect(signUpLead(link.searchParams.get("next") ?? undefined)).toBe("Then your 14-day trial of Pro begins.");
});

test.each([undefined, "", "/chat", "/chat?plan=pro", "/billing", "/billing?plan=free", "/billing?plan=gold"])(
  "coming from %j, promises nothing but Free",
  (next) => {
    expect(signUpLead(next)).toBe("Free to start, no card needed.");
  },
);
