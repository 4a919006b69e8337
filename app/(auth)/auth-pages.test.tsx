import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import CheckMailPage from "@/app/(auth)/check-mail/page";
import EmailLinkPage from "@/app/(auth)/email-link/page";
import ForgotPasswordPage from "@/app/(auth)/forgot-password/page";
import AuthLayout from "@/app/(auth)/layout";
import ResetPasswordPage from "@/app/(auth)/reset-password/page";
import SignInPage from "@/app/(auth)/sign-in/page";
import SignUpPage from "@/app/(auth)/sign-up/page";
import VerifyEmailPage, { metadata } from "@/app/(auth)/verify-email/page";
import { pageOf, readPage } from "@/components/ui/testing/page";
import { aPerson } from "@/lib/identity/fixtures";
import { newSecret } from "@/lib/platform/ids";

type PageOf = (props: { searchParams: Promise<Record<string, string | string[]>> }) => Promise<React.ReactElement>;

const asked = (Page: PageOf, query: Record<string, string | string[]> = {}, browser = aBrowser()) =>
  browser.visit(() => Page({ searchParams: Promise.resolve(query) }));
const read = async (...asking: Parameters<typeof asked>) => readPage((await asked(...asking)).html);

describe("who is signed in already", () => {
  test.each([
    ["sign-in", SignInPage],
    ["sign-up", SignUpPage],
  ])("finds no %s, but where one was going, if that is a place of ours", async (_name, Page) => {
    const browser = aBrowser();
    await browser.become(await aPerson({ password: null }));
    expect(await asked(Page, {}, browser)).toMatchObject({ goesTo: "/chat" });
    expect(await asked(Page, { next: "/billing?plan=pro" }, browser)).toMatchObject({ goesTo: "/billing?plan=pro" });
    expect(await asked(Page, { next: "https://evil.test" }, browser)).toMatchObject({ goesTo: "/chat" });
  });
});

describe("signing in", () => {
  test("asks for address and password, or only for the address, and each leads to the other", async () => {
    const byPassword = await read(SignInPage, { next: "/settings" });
    expect(byPassword.all("input").map((input) => (input as { name?: string }).name)).toEqual(["email", "password"]);
    expect(byPassword.links).toMatchObject({
      "Send me a link instead of using a password": "/sign-in?by=mail&next=%2Fsettings",
      "Create an account": "/sign-up?next=%2Fsettings",
    });
    const byMail = await read(SignInPage, { by: "mail", next: "/settings" });
    expect(byMail.all("input").map((input) => (input as { name?: string }).name)).toEqual(["email"]);
    expect(byMail.links).toMatchObject({ "Use a password instead": "/sign-in?next=%2Fsettings" });
  });

  test("says what went wrong at a provider in words, never in its code", async () => {
    const { text } = await read(SignInPage, { error: "OAuthAccountNotLinked" });
    expect(text).toContain("Problem: There is an account with this address already.");
    const unknown = await read(SignInPage, { error: "<script>Configuration" });
    expect(unknown.text).toContain("That sign-in did not work, and nothing has changed.");
    expect(unknown.html).not.toContain("Configuration");
  });

  test("offers no provider where none is configured", async () => {
    expect((await read(SignInPage)).text).not.toContain("Continue with");
  });

  test("a parameter given twice is none", async () => {
    expect((await read(SignInPage, { next: ["/billing", "/settings"] })).html).not.toContain('name="next"');
  });
});

test("signing up says what comes next, also the trial that was chosen", async () => {
  expect((await read(SignUpPage)).text).toContain("Free to start, no card needed.");
  const chosen = await read(SignUpPage, { next: "/billing?plan=pro&interval=year" });
  expect(chosen.text).toContain("Then your 14-day trial of Pro begins.");
});

describe("behind a mailed link", () => {
  const PAGES = [
    ["email-link", EmailLinkPage, "Sign in", "/sign-in?by=mail"],
    ["verify-email", VerifyEmailPage, "Confirm and continue", "/sign-in"],
    ["reset-password", ResetPasswordPage, "Save and sign in", "/forgot-password"],
  ] as const;

  test.each(PAGES)("%s waits for a press: opening it uses nothing up", async (_name, Page, press) => {
    const token = newSecret();
    const browser = aBrowser();
    const { html, goesTo } = await asked(Page, { token, next: "/settings" }, browser);
    const page = readPage(html);
    expect(goesTo).toBeUndefined();
    expect(page.all("button").at(-1)).toMatchObject({ text: press, type: "submit" });
    expect(page.html).toContain(`name="token" value="${token}"`);
    expect(page.html).toContain('name="next" value="/settings"');
    expect(browser.cookies.size).toBe(0);
  });

  test.each(PAGES)("%s that lost its token leads to a new one", async (_name, Page, _press, again) => {
    const page = await read(Page);
    expect(page.text).toContain("Warning: This link is incomplete");
    expect(Object.values(page.links)).toEqual([again]);
    expect(page.html).not.toContain("<form");
  });

  test("the token is not told to whoever is linked from the page", () => {
    expect(metadata.referrer).toBe("no-referrer");
  });
});

test("a forgotten password is asked for by address, and the way back keeps where one was going", async () => {
  const page = await read(ForgotPasswordPage, { next: "/settings" });
  expect(page.text).toContain("Your old password keeps working until you do.");
  expect(page.links).toEqual({ "Back to sign in": "/sign-in?next=%2Fsettings" });
});

test("after a letter was asked for nobody learns whether there is an account, and everybody how to ask again", () => {
  const page = pageOf(<CheckMailPage />);
  expect(page.text).toContain("If the address is right, a letter with a link is on its way.");
  expect(page.links).toMatchObject({ "ask again": "/sign-in?by=mail" });
});

test("all of them have one main place and the way home", () => {
  const page = pageOf(<AuthLayout>form</AuthLayout>);
  expect(page.all("main")).toMatchObject([{ id: "content", text: "form" }]);
  expect(page.links).toEqual({ "Parley, home": "/" });
});
