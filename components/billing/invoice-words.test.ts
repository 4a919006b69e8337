import { expect, test } from "vitest";
import { invoiceStatus } from "@/components/billing/invoice-words";

test.each([
  ["paid", "Paid"],
  ["open", "Due"],
  ["void", "Void"],
  ["uncollectible", "Not paid"],
])("an invoice that is %s reads “%s”", (status, text) => {
  expect(invoiceStatus(status).text).toBe(text);
});

test("only what is paid looks good", () => {
  const statuses = ["paid", "open", "void", "uncollectible", "something_new", "toString"];
  expect(statuses.filter((status) => invoiceStatus(status).tone === "good")).toEqual(["paid"]);
});

test("a word we do not know is shown, not guessed", () => {
  expect(invoiceStatus("something_new")).toEqual({ tone: "neutral", text: "something_new" });
  expect(invoiceStatus("toString")).toEqual({ tone: "neutral", text: "toString" });
});
