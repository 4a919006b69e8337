import { expect, test } from "vitest";
import { pageOf, type Screen } from "@/components/ui/testing/page";
import { ReceiptTable } from "@/components/usage/receipt-table";
import { aReceipt } from "@/components/usage/testing/receipts";

function rowOf(
  changes: Parameters<typeof aReceipt>[0] = {},
  { zone = "UTC", screen = "desktop" }: { zone?: string; screen?: Screen } = {},
) {
  const modelNames = { "parley-swift": "Swift" };
  const table = <ReceiptTable receipts={[aReceipt(changes)]} modelNames={modelNames} locale="en-US" zone={zone} />;
  return pageOf(table, screen).rows[1];
}

test("says when, what for, who answered, how many tokens, and the cost to the micro-dollar", () => {
  expect(rowOf()).toEqual(["Nov 21, 2026, 23:05", "Chat", "Swift", "1,200", "300", "$0.000900"]);
});

test("the hour is that of the reader's zone", () => {
  expect(rowOf({}, { zone: "Europe/Vienna" })?.[0]).toBe("Nov 22, 2026, 00:05");
});

test("kinds of tokens that are part of others are named where there are any", () => {
  const row = rowOf({ cachedInputTokens: 1_000, imageTokens: 85, reasoningTokens: 120 });
  expect(row?.slice(3, 5)).toEqual(["1,200 1,000 cached, 85 of pictures", "300 120 reasoning"]);
  expect(rowOf({ origin: "embedding", inputTokens: 0, embeddingTokens: 50, outputTokens: 0 })?.slice(1, 5)).toEqual([
    "Embedding",
    "Swift",
    "50 50 embedded",
    "0",
  ]);
});

test("an estimate says that it is one, and what we bore is not hidden", () => {
  const row = rowOf({ estimated: true, overrunMicros: 21n });
  expect(row?.slice(4)).toEqual(["Estimated 300", "$0.000900 $0.000021 more, on us"]);
});

test("a program is named by its key, and one that is gone by its id's end; a retired model by its id", () => {
  const id = "01930000-0000-7000-8000-00000abcdef0";
  expect(rowOf({ origin: "api", key: { id, name: "Laptop" } })?.[1]).toBe("Program Laptop");
  expect(rowOf({ origin: "api", key: { id, name: null } })?.[1]).toBe("Program a deleted key (…bcdef0)");
  expect(rowOf({ model: "retired" })?.[2]).toBe("retired");
});

test("a phone has room for when, what for, the model with its tokens, and the cost", () => {
  expect(rowOf({ estimated: true }, { screen: "phone" })).toEqual([
    "Nov 21, 2026, 23:05",
    "Chat",
    "Swift 1,200 in, 300 out, estimated",
    "$0.000900",
  ]);
});
