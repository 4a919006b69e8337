import { expect, test, vi } from "vitest";
import { healthOf, recordOutcome } from "@/lib/platform/service-health";

const at = (iso: string) => () => new Date(iso);

test("a service nobody called yet is unknown, not well", () => {
  expect(healthOf("stripe")).toEqual({ state: "unknown" });
});

test("a state dates from when it began, and a success ends a failure", () => {
  recordOutcome("mail", "mail_down", at("2026-01-01T10:00:00Z"));
  recordOutcome("mail", "mail_down", at("2026-01-01T10:05:00Z"));
  expect(healthOf("mail")).toEqual({ state: "failing", code: "mail_down", since: new Date("2026-01-01T10:00:00Z") });
  recordOutcome("mail", undefined, at("2026-01-01T10:06:00Z"));
  expect(healthOf("mail")).toEqual({ state: "ok", since: new Date("2026-01-01T10:06:00Z") });
});

test("another copy of the module, as another bundle has it, knows what this one heard", async () => {
  recordOutcome("openai", "model_down");
  vi.resetModules();
  const copy = await import("@/lib/platform/service-health");
  expect(copy.healthOf).not.toBe(healthOf);
  expect(copy.healthOf("openai")).toMatchObject({ state: "failing", code: "model_down" });
});
