import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Avatar, initials } from "@/components/ui/avatar";

test.each([
  ["Ada Lovelace", "AL"],
  ["Ada King Noel Lovelace", "AL"],
  ["Ada", "A"],
  ["  ", ""],
  ["😀 Ada", "A"],
  ["李 小龍", "李小"],
  ["𝒜da 𝒲ing", "𝒜𝒲"],
])("the initials of %j are %j", (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test("without a name, or with one that has no letters, the address lends its first", () => {
  expect(renderToStaticMarkup(<Avatar name={null} email="ada@parley.test" />)).toContain(">a<");
  expect(renderToStaticMarkup(<Avatar name="42" email="bob@parley.test" />)).toContain(">b<");
});
