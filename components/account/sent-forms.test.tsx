import { describe, expect, test } from "vitest";
import { ChangePasswordForm } from "@/components/account/change-password-form";
import { EmailForm } from "@/components/account/email-form";
import { LinkForm } from "@/components/account/link-form";
import { NameForm } from "@/components/account/name-form";
import { ResetPasswordForm } from "@/components/account/reset-password-form";
import { SignInForm } from "@/components/account/sign-in-form";
import { SignUpForm } from "@/components/account/sign-up-form";
import { afterSending } from "@/components/ui/testing/sent-form";

const token = "t".repeat(43);
const refusal = (fields: Record<string, string[]>, values: Record<string, string> = {}) =>
  ({ ok: false, message: "That request is not valid.", fields, values }) as const;

describe("after signing in was refused", () => {
  const view = (action: Parameters<typeof SignInForm>[0]["action"]) => <SignInForm action={action} next="/billing" />;

  test("the address is still there, the password is not, and where one was going is not forgotten", async () => {
    const message = "That address and password do not go together.";
    const { all, text, html } = await afterSending(view, { ok: false, message, values: { email: "ada@parley.test" } });
    expect(text).toContain(`Problem: ${message}`);
    expect(all("input").map((input) => (input as { value?: string }).value)).toEqual(["ada@parley.test", undefined]);
    expect(html).toContain('name="next" value="/billing"');
  });
});

test("signing up names what is wrong with the password in place of the hint", async () => {
  const page = await afterSending(
    (action) => <SignUpForm action={action} next={undefined} passwordMinLength={10} />,
    refusal({ password: ["Use at least 10 characters."] }, { email: "ada@parley.test" }),
  );
  expect(page.text).toContain("Use at least 10 characters.");
  expect(page.text).not.toContain("a few words in a row");
  expect(page.all("input")[0]).toMatchObject({ value: "ada@parley.test" });
});

test("an address that is none is marked where it was typed", async () => {
  const page = await afterSending(
    (action) => <EmailForm action={action} next={undefined} send="Send me a link" />,
    refusal({ email: ["Enter an email address, like ada@example.com."] }, { email: "ada" }),
  );
  expect(page.all("input")).toMatchObject([{ value: "ada", "aria-invalid": "true" }]);
  expect(page.text).toContain("Enter an email address, like ada@example.com.");
});

describe("a link that is used up", () => {
  const dead = { ok: false, message: "This link has expired or was used before. Please ask for a new one." } as const;

  test("is told as that, below its button's page", async () => {
    const page = await afterSending(
      (action) => <LinkForm action={action} token={token} next={undefined} press="Sign in" />,
      dead,
    );
    expect(page.text).toBe(`Problem: ${dead.message} Sign in`);
  });

  test("to a new password too, without losing which link it was", async () => {
    const page = await afterSending(
      (action) => <ResetPasswordForm action={action} token={token} next={undefined} passwordMinLength={10} />,
      dead,
    );
    expect(page.text).toContain(dead.message);
    expect(page.html).toContain(`name="token" value="${token}"`);
  });
});

describe("changing a password", () => {
  const view = (action: Parameters<typeof ChangePasswordForm>[0]["action"]) => (
    <ChangePasswordForm action={action} passwordMinLength={10} />
  );

  test("says which of the two is wrong", async () => {
    const page = await afterSending(view, refusal({ password: ["That is not your password."] }));
    expect(page.all("input").map((input) => "aria-invalid" in input)).toEqual([true, false]);
  });

  test("that worked says so and leaves both fields empty", async () => {
    const page = await afterSending(view, { ok: true });
    expect(page.text).toContain("Done: Your password is changed.");
    for (const input of page.all("input")) expect(input).not.toHaveProperty("value");
  });
});

describe("one's name", () => {
  const view = (name: string | null) => (action: Parameters<typeof NameForm>[0]["action"]) => (
    <NameForm action={action} name={name} />
  );

  test("is in the field, or nothing is", async () => {
    for (const [name, value] of [
      ["Ada", "Ada"],
      [null, ""],
    ] as const) {
      const { all, text } = await afterSending(view(name), undefined);
      expect(all("input")).toMatchObject([{ name: "name", autoComplete: "name", value }]);
      expect(all("input")[0]).not.toHaveProperty("required");
      expect(text).toContain("Without one it is your address.");
    }
  });

  test("that was saved is told", async () => {
    expect((await afterSending(view("Ada"), { ok: true })).text).toContain("Done: Your name is saved.");
  });

  test("that was refused stands there with what is wrong with it", async () => {
    const { all, text } = await afterSending(
      view("Ada"),
      refusal({ name: ["Use at most 80 characters."] }, { name: "A".repeat(81) }),
    );
    expect(all("input")).toMatchObject([{ value: "A".repeat(81), "aria-invalid": "true" }]);
    expect(text).toContain("Use at most 80 characters.");
  });
});
