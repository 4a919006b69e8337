import { expect, test } from "vitest";
import { AuthScreen } from "@/components/account/auth-screen";
import { DeleteAccount, WhatIsLost } from "@/components/account/delete-account";
import { MailboxHint } from "@/components/account/mailbox-hint";
import { SignOutEverywhere } from "@/components/account/sign-out-everywhere";
import { SocialSignIn } from "@/components/account/social-sign-in";
import { pageOf } from "@/components/ui/testing/page";

const action = async () => undefined;

test("a screen for signing in has one heading, what it is about, the form and the way to its neighbour", () => {
  const { all, text } = pageOf(
    <AuthScreen title="Sign in" lead="Welcome back." foot={<a href="#up">Create an account</a>}>
      <button type="button">Go</button>
    </AuthScreen>,
  );
  expect(all("h1")).toMatchObject([{ text: "Sign in" }]);
  expect(text).toBe("Sign in Welcome back. Go Create an account");
});

test("without a lead or a foot there is no empty line", () => {
  expect(pageOf(<AuthScreen title="Sign in">form</AuthScreen>).html).not.toMatch(/<p[^>]*><\/p>/);
});

test("signing out everywhere asks first: nothing is sent by the first press", () => {
  const { all, html } = pageOf(<SignOutEverywhere action={action} />);
  expect(all("button")).toMatchObject([{ text: "Sign out everywhere", type: "button" }]);
  expect(html).not.toContain("<form");
});

test("deleting an account asks first, and names the plan that ends with it", () => {
  const { all, html } = pageOf(<DeleteAccount action={action} email="ada@example.test" planName="Pro" />);
  expect(all("button")).toMatchObject([{ text: "Delete account", type: "button" }]);
  expect(html).not.toContain("<form");
  expect(pageOf(<WhatIsLost planName="Pro" />).text).toContain("Your Pro subscription is cancelled first, at once");
  expect(pageOf(<WhatIsLost planName={null} />).text).toContain("Nothing will ever be charged.");
});

test("a provider's button says where it leads, and one provider more is one button more", () => {
  const names = (providers: ("google" | "github")[]) =>
    pageOf(<SocialSignIn providers={providers} action={action} next={undefined} />)
      .all("button")
      .map(({ text }) => text);
  expect(names(["github"])).toEqual(["Continue with GitHub"]);
  expect(names(["google", "github"])).toEqual(["Continue with Google", "Continue with GitHub"]);
});

test("the sandbox's mailbox opens beside the page one waits on", () => {
  const { links, html } = pageOf(<MailboxHint controlUrl="http://localhost:4244" />);
  expect(links).toEqual({ "Open the mailbox (in a new tab)": "http://localhost:4244" });
  expect(html).toContain('target="_blank"');
});
