import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Form, Submit } from "@/components/ui/form";
import { PasswordField, TextField } from "@/components/ui/text-field";

const never = async () => undefined;

describe("a form before anything was sent", () => {
  const html = renderToStaticMarkup(
    <Form action={never} done="Saved.">
      <TextField name="email" label="Email" type="email" autoComplete="email" defaultValue="ada@parley.test" />
      <PasswordField name="password" label="Password" autoComplete="new-password" />
      <Submit busy="Saving…">Save</Submit>
    </Form>,
  );

  test("says neither that it worked nor that it did not", () => {
    expect(html).not.toContain("Saved.");
    expect(html).not.toContain('role="alert"');
  });

  test("leaves checking to the server, whose words are ours", () => {
    expect(html).toContain("noValidate");
  });

  test("shows what is known, and hides the password with a way to see it", () => {
    expect(html).toContain('value="ada@parley.test"');
    expect(html).toMatch(/<input[^>]*type="password"/);
    expect(html).toContain('aria-label="Show the password"');
  });

  test("tells password managers what each field is", () => {
    expect(html).toContain('autoComplete="email"');
    expect(html).toContain('autoComplete="new-password"');
  });

  test("the button that shows the password does not send the form", () => {
    expect(html.match(/type="submit"/g)).toHaveLength(1);
  });
});
