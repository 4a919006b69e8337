import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CreateKey, RenameKey, RotateKey } from "@/lib/identity/keys/schema";
import { newId } from "@/lib/platform/ids";

const FORM = { name: " Build server ", chat: "on", days: "30", requestsPerMinute: "", budget: "" };

function problemsOf(changes: Record<string, unknown>): Record<string, string> {
  const { error } = CreateKey.safeParse({ ...FORM, ...changes });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join("."), message]));
}

describe("the form of a new key", () => {
  test("with only what is needed has no limits", () => {
    expect(CreateKey.parse(FORM)).toEqual({
      name: "Build server",
      scopes: ["chat"],
      days: 30,
      requestsPerMinute: undefined,
      budgetMicros: undefined,
    });
  });

  test("with everything", () => {
    const all = { ...FORM, models: "on", embeddings: "on", days: "none", requestsPerMinute: "60", budget: "12.5" };
    expect(CreateKey.parse(all)).toEqual({
      name: "Build server",
      scopes: ["models", "chat", "embeddings"],
      days: undefined,
      requestsPerMinute: 60,
      budgetMicros: 12_500_000n,
    });
  });

  test.each<[field: string, changes: Record<string, unknown>, message: string]>([
    ["name", { name: "  " }, "Enter a name."],
    ["name", { name: "x".repeat(61) }, "Use at most 60 characters."],
    ["name", { name: "a\u0000b" }, "Use letters, spaces and signs only."],
    ["name", { name: undefined }, "Enter a name."],
    ["scopes", { chat: undefined }, "Tick at least one: a key for nothing opens nothing."],
    ["days", { days: "31" }, "Choose how long it works."],
    ["days", { days: undefined }, "Choose how long it works."],
    ["requestsPerMinute", { requestsPerMinute: "0" }, "Choose 1 to 100,000."],
    ["requestsPerMinute", { requestsPerMinute: "100001" }, "Choose 1 to 100,000."],
    ["requestsPerMinute", { requestsPerMinute: "9".repeat(400) }, "Choose 1 to 100,000."],
    ["requestsPerMinute", { requestsPerMinute: "-1" }, "Enter a whole number, like 60."],
    ["requestsPerMinute", { requestsPerMinute: "1e3" }, "Enter a whole number, like 60."],
    ["budget", { budget: "0" }, "Choose $0.01 to $1,000,000."],
    ["budget", { budget: "0.00" }, "Choose $0.01 to $1,000,000."],
    ["budget", { budget: "1000000.01" }, "Choose $0.01 to $1,000,000."],
    ["budget", { budget: "-5" }, "Enter dollars, like 25 or 12.50."],
    ["budget", { budget: "1.234" }, "Enter dollars, like 25 or 12.50."],
    ["budget", { budget: "$5" }, "Enter dollars, like 25 or 12.50."],
    ["budget", { budget: "1,000.50" }, "Enter dollars, like 25 or 12.50."],
    ["budget", { budget: "NaN" }, "Enter dollars, like 25 or 12.50."],
  ])("names %s when it is %j", (field, changes, message) => {
    expect(problemsOf(changes)).toEqual({ [field]: message });
  });

  test("a budget is what was typed, to the micro-dollar", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), fc.constantFrom(".", ","), (cents, point) => {
        const typed = `${Math.floor(cents / 100)}${point}${String(cents % 100).padStart(2, "0")}`;
        expect(CreateKey.parse({ ...FORM, budget: typed }).budgetMicros).toBe(BigInt(cents) * 10_000n);
      }),
    );
  });
});

test("a key is named by its id, and by nothing else", () => {
  expect(RenameKey.safeParse({ id: "1", name: "x" }).success).toBe(false);
  expect(RotateKey.safeParse({ id: newId(), overlap: "month" }).success).toBe(false);
  expect(RotateKey.safeParse({ id: newId(), overlap: "week" }).success).toBe(true);
});
