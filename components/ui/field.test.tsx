import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Field, fieldWiring, Input } from "@/components/ui/field";

function rendered({ hint, error }: { hint?: string; error?: string }) {
  return renderToStaticMarkup(
    <Field id="f" label="Email" hint={hint} error={error}>
      <Input name="email" {...fieldWiring({ id: "f", hint, error })} />
    </Field>,
  );
}

describe("a field", () => {
  test("ties the label to the control", () => {
    const html = rendered({});
    expect(html).toContain('<label for="f"');
    expect(html).toMatch(/<input[^>]* id="f"/);
  });

  test("is described by its hint, by an error in its place, and by nothing that is not there", () => {
    expect(rendered({ hint: "h", error: "e" })).toContain('aria-describedby="f-error"');
    expect(rendered({ hint: "h" })).toContain('aria-describedby="f-hint"');
    expect(rendered({})).not.toContain("aria-describedby");
  });

  test("is invalid only with an error", () => {
    expect(rendered({ error: "Enter an address." })).toContain('aria-invalid="true"');
    expect(rendered({ hint: "h" })).not.toContain("aria-invalid=");
  });

  test("every id it refers to exists", () => {
    expect(rendered({ hint: "h", error: "e" })).toContain('id="f-error"');
    expect(rendered({ hint: "h" })).toContain('id="f-hint"');
  });
});
