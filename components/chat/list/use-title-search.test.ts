import { expect, test } from "vitest";
import { searchOf } from "./use-title-search";

const bread = { id: "1", title: "Bread", lastMessageAt: new Date(0), isPinned: false, isArchived: false };

test("without words nothing is searched for, whatever was found before", () => {
  expect(searchOf("", { query: "bread", found: [bread] })).toEqual({ state: "off" });
});

test("until the answer for these words is there the former one stays", () => {
  expect(searchOf("bre", undefined)).toEqual({ state: "looking", found: [] });
  expect(searchOf("brea", { query: "bre", found: [bread] })).toEqual({ state: "looking", found: [bread] });
});

test("an answer is for its own words, and a failure is told", () => {
  expect(searchOf("bread", { query: "bread", found: [bread] })).toEqual({ state: "found", found: [bread] });
  expect(searchOf("bread", { query: "bread", found: [] })).toEqual({ state: "found", found: [] });
  expect(searchOf("bread", { query: "bread", found: undefined })).toEqual({ state: "failed" });
});
