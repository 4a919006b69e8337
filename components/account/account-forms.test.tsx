import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ChangePasswordForm } from "@/components/account/change-password-form";
import { EmailForm } from "@/components/account/email-form";
import { LinkForm } from "@/components/account/link-form";
import { ResetPasswordForm } from "@/components/account/reset-password-form";
import { SignInForm } from "@/components/account/sign-in-form";
import { SignUpForm } from "@/components/account/sign-up-form";

const action = async () => undefined;
const next = "/billing?plan=pro";
const token = "t".repeat(43);

/** The inputs of a form by name: what the server will read, and what a password manager makes of it. */
function inputsOf(form: ReactElement): Record<string, Record<string, string>> {
  const html = renderToStaticMarkup(form);
  const inputs = [...html.matchAll(/<input([^>]*)>/g)].map(([, written]) =>
    Object.fromEntries([...written!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!])),
  );
  return Object.fromEntries(inputs.map((input) => [input["name"]!, input]));
}

describe("signing in", () => {
  const inputs = inputsOf(<SignInForm action={action} next={next} />);

  test("sends exactly what the server reads", () => {
    expect(Object.keys(inputs).toSorted()).toEqual(["email", "next", "password"]);
  });

  test("lets the browser fill in what it remembers", () => {
    expect(inputs["email"]).toMatchObject({ type: "email", autoComplete: "email" });
    expect(inputs["password"]).toMatchObject({ type: "password", autoComplete: "current-password" });
  });

  test("keeps the way back on the way to a forgotten password", () => {
    const html = renderToStaticMarkup(<SignInForm action={action} next={next} />);
    expect(html).toContain('href="/forgot-password?next=%2Fbilling%3Fplan%3Dpro"');
  });
});

describe("signing up", () => {
  const inputs = inputsOf(<SignUpForm action={action} next={undefined} passwordMinLength={10} />);

  test("asks for no more than it needs", () => {
    expect(Object.keys(inputs).toSorted()).toEqual(["email", "password"]);
  });

  test("lets a password manager suggest one, of the length the server wants", () => {
    expect(inputs["password"]).toMatchObject({ autoComplete: "new-password", minLength: "10" });
  });
});

describe("behind a mailed link", () => {
  test("the button sends the token and where to go", () => {
    const inputs = inputsOf(<LinkForm action={action} token={token} next={next} press="Confirm" />);
    expect(inputs["token"]).toMatchObject({ type: "hidden", value: token });
    expect(inputs["next"]).toMatchObject({ type: "hidden", value: next });
  });

  test("a new password goes with the token it was asked with", () => {
    const inputs = inputsOf(
      <ResetPasswordForm action={action} token={token} next={undefined} passwordMinLength={10} />,
    );
    expect(Object.keys(inputs).toSorted()).toEqual(["password", "token"]);
    expect(inputs["password"]).toMatchObject({ autoComplete: "new-password" });
  });
});

describe("changing a password", () => {
  const inputs = inputsOf(<ChangePasswordForm action={action} passwordMinLength={12} />);

  test("asks for the old one as the old one and the new one as a new one", () => {
    expect(inputs["password"]).toMatchObject({ autoComplete: "current-password" });
    expect(inputs["newPassword"]).toMatchObject({ autoComplete: "new-password", minLength: "12" });
  });
});

test("asking for a letter says on its button what is sent", () => {
  const html = renderToStaticMarkup(<EmailForm action={action} next={undefined} send="Send me a link" />);
  expect(html).toMatch(/<button[^>]*type="submit"[^>]*>.*Send me a link/);
});
