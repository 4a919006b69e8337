import fc from "fast-check";
import { expect, test } from "vitest";
import { StripeFailure } from "./failures";
import { decodeForm, type RawValue } from "./form";

/** The SDK's own way of writing fields, kept apart from ours. */
function encode(value: RawValue, at: string): string[] {
  if (typeof value === "string") return [`${encodeURIComponent(at)}=${encodeURIComponent(value)}`];
  if (Array.isArray(value)) return value.flatMap((each, i) => encode(each, `${at}[${i}]`));
  return Object.entries(value).flatMap(([key, each]) => encode(each, at === "" ? key : `${at}[${key}]`));
}

test.each([
  ["[a]=1"],
  ["a[b=1"],
  ["a]b[=1"],
  ["a[b]c=1"],
  ["%E0%A4%A=1"],
  ["a=1&a[b]=2"],
  [`a${"[b]".repeat(20)}=1`],
  [Array.from({ length: 2_001 }, (_, i) => `k${i}=1`).join("&")],
])("%.20s… is refused as a form", (text) => {
  expect(() => decodeForm(text)).toThrow(StripeFailure);
});

test.each([
  ["", {}],
  ["a", { a: "" }],
  ["a=", { a: "" }],
  ["a=b=c", { a: "b=c" }],
  ["a=1+2%2B3", { a: "1 2+3" }],
  ["a[b][c]=d", { a: { b: { c: "d" } } }],
  ["a[1]=y&a[0]=x", { a: ["x", "y"] }],
  ["a[]=x&a[]=y", { a: ["x", "y"] }],
  ["a[0][b]=1&a[1][b]=2&a[0][c]=3", { a: [{ b: "1", c: "3" }, { b: "2" }] }],
  ["a=1&a=2", { a: "2" }],
  ["&&a=1&", { a: "1" }],
])("%s is read", (text, fields) => {
  expect(decodeForm(text)).toEqual(fields);
});

test("a name that means something to JavaScript is a name like any other", () => {
  const fields = decodeForm("__proto__[polluted]=1&constructor[prototype][x]=1");
  expect(Object.keys(fields)).toEqual(["__proto__", "constructor"]);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

test("what is written is read back, whatever it holds", () => {
  const key = fc.stringMatching(/^[a-z_]{1,8}$/);
  const { tree } = fc.letrec<{ tree: RawValue; fields: { [key: string]: RawValue } }>((tie) => ({
    fields: fc.dictionary(key, tie("tree"), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: "grapheme" }),
      fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
      tie("fields"),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, tree, { maxKeys: 4, noNullPrototype: true }), (fields) => {
      expect(decodeForm(encode(fields, "").join("&"))).toEqual(fields);
    }),
  );
});
