import { describe, expect, test } from "vitest";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction, FormState } from "@/components/ui/form-state";
import { afterSending } from "@/components/ui/testing/sent-form";
import { PasswordField, TextField } from "@/components/ui/text-field";

function aForm(action: FormAction) {
  return (
    <Form action={action} done="Saved.">
      <TextField name="email" label="Email" hint="Where we write to." defaultValue="old@parley.test" />
      <PasswordField name="password" label="Password" autoComplete="new-password" />
      <Submit busy="Saving…">Save</Submit>
    </Form>
  );
}

const sent = (answer: FormState) => afterSending(aForm, answer);
const REFUSED = {
  ok: false,
  message: "That request is not valid.",
  fields: { email: ["Enter an email address.", "Another thing."], password: ["Use at least 10 characters."] },
  values: { email: "ada@" },
} as const satisfies FormState;

describe("a form that was refused, also without script", () => {
  test("says so first, as an alert that can take the focus", async () => {
    const { html, text } = await sent(REFUSED);
    expect(text).toMatch(/^Problem: 2 fields need another look\. Email/);
    expect(html).toMatch(/role="alert"[^>]*tabindex="-1"|tabindex="-1"[^>]*role="alert"/);
  });

  test("ties to each field the first thing that is wrong with it, in place of the hint", async () => {
    const { all, html, text } = await sent(REFUSED);
    const [email, password] = all("input") as { [name: string]: string }[];
    expect([email?.["aria-invalid"], password?.["aria-invalid"]]).toEqual(["true", "true"]);
    expect(html).toContain(`<p id="${email?.["aria-describedby"]}" class="text-bad text-xs">Enter an email address.`);
    expect(html).toContain(`<p id="${password?.["aria-describedby"]}" class="text-bad text-xs">Use at least 10`);
    expect(text).not.toMatch(/Where we write to|Another thing/);
  });

  test("keeps what was typed, and never the password", async () => {
    const [email, password] = (await sent(REFUSED)).all("input") as { [name: string]: string }[];
    expect(email?.["value"]).toBe("ada@");
    expect(password).not.toHaveProperty("value");
  });

  test("for another reason says that reason, and marks no field", async () => {
    const { text, all } = await sent({ ok: false, message: "Too many attempts. Try again in a minute." });
    expect(text).toContain("Problem: Too many attempts. Try again in a minute.");
    for (const input of all("input")) expect(input).not.toHaveProperty("aria-invalid");
    expect(all("input")[0]).toMatchObject({ value: "old@parley.test" });
  });

  test("with one wrong field speaks of one", async () => {
    const { text } = await sent({ ok: false, message: "x", fields: { email: ["Enter an email address."] } });
    expect(text).toContain("One field needs another look.");
  });

  test("shows what was typed as text, whatever it is", async () => {
    const { all } = await sent({ ok: false, message: "<b>x</b>", values: { email: '"><script>' } });
    expect(all("b")).toEqual([]);
    expect(all("input")[0]).toMatchObject({ value: '"><script>' });
  });
});

describe("a form that worked", () => {
  test("says so to who looks and to who listens, and takes no focus", async () => {
    const { html, text } = await sent({ ok: true });
    expect(text).toMatch(/Done: Saved\.$/);
    expect(html).toContain('aria-live="polite"');
    expect(html).not.toContain('role="alert"');
  });

  test("shows the hint again, and what is stored now", async () => {
    const { text, all } = await sent({ ok: true });
    expect(text).toContain("Where we write to.");
    expect(all("input")[0]).toMatchObject({ value: "old@parley.test" });
  });
});

test("before it is sent the button says what it does, and keeps room for saying that it works", async () => {
  const { all, html } = await sent(undefined);
  expect(all("button").at(-1)).toMatchObject({ text: "Save", type: "submit", "aria-busy": "false" });
  expect(html).toContain('<span class="invisible">Saving…</span>');
});
