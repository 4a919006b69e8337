import { expect, test } from "vitest";
import { fieldError, typedValue } from "@/components/ui/form-state";

const refused = {
  ok: false as const,
  message: "No.",
  fields: { email: ["Enter an address.", "And another."] },
  values: { email: "ada" },
};

test("a field shows the first message about it", () => {
  expect(fieldError(refused, "email")).toBe("Enter an address.");
  expect(fieldError(refused, "password")).toBeUndefined();
});

test("a refused form keeps what was typed", () => {
  expect(typedValue(refused, "email")).toBe("ada");
  expect(typedValue(refused, "password")).toBeUndefined();
});

test("a form that was not sent, or that worked, has nothing to say", () => {
  for (const state of [undefined, { ok: true as const }]) {
    expect(fieldError(state, "email")).toBeUndefined();
    expect(typedValue(state, "email")).toBeUndefined();
  }
});
