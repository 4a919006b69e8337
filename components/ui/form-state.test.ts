import { expect, test } from "vitest";
import { fieldError, summaryOf, typedValue } from "@/components/ui/form-state";

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

test("the summary is the message, or how many fields to look at when they say it themselves", () => {
  expect(summaryOf({ ok: false, message: "No." })).toBe("No.");
  expect(summaryOf({ ok: false, message: "No.", fields: {} })).toBe("No.");
  expect(summaryOf(refused)).toBe("One field needs another look.");
  expect(summaryOf({ ...refused, fields: { email: ["a"], password: ["b"] } })).toBe("2 fields need another look.");
});
